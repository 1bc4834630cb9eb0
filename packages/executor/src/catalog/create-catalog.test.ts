import type { Relation } from "@waymark/trace-core";
import { describe, expect, it } from "vitest";

import { FunctionResource, type FunctionMap } from "../resources/function-resource.js";
import { TableHistory } from "../resources/table-history.js";
import { DeclaredType } from "../types/declared-type.js";
import { createCatalog, type CatalogParts } from "./create-catalog.js";

const lookUp: FunctionMap["lookUp"] = () => new Map();

const PARTS: CatalogParts = {
  types: ["A", "B", "C"].map((it) => new DeclaredType(it)),
  resources: [
    new FunctionResource({
      name: "r",
      release: "1",
      maps: [
        { name: "ab", sourceType: "A", targetType: "B", lookUp },
        { name: "bc", sourceType: "B", targetType: "C", lookUp },
        { name: "ca", sourceType: "C", targetType: "A", lookUp },
      ],
    }),
  ],
};

const step = (map: string, direction: "forward" | "reverse" = "forward") => ({
  resource: "r",
  map,
  direction,
});

function history(type: string): TableHistory {
  return new TableHistory({
    type,
    resource: "old",
    release: null,
    contentHash: null,
    successors: new Map(),
    primary: { resource: "nowhere", identifiers: new Set() },
  });
}

function named(name: string): FunctionResource {
  return new FunctionResource({ name, maps: [] });
}

function withMap(map: Partial<FunctionMap> | { readonly lookUp: undefined }): FunctionResource {
  return new FunctionResource({
    name: "r",
    maps: [{ name: "ab", sourceType: "A", targetType: "B", lookUp, ...map } as FunctionMap],
  });
}

describe("A catalog created in code", () => {
  it("orders its paths by priority, then by declaration", () => {
    const { paths } = createCatalog({
      ...PARTS,
      paths: [
        { id: "last", priority: 2, steps: [step("ab")] },
        { id: "first", steps: [step("ab"), step("bc")] },
        { id: "second", priority: 0, steps: [step("bc")] },
      ],
    });
    expect(paths.map((it) => it.id)).toEqual(["first", "second", "last"]);
    expect(paths[0]?.steps.map((it) => it.map.name)).toEqual(["ab", "bc"]);
  });

  it.each<[string, Partial<CatalogParts>, string]>([
    ["two types with one name", { types: [...PARTS.types, new DeclaredType("A")] }, "two types are named A"],
    [
      "two resources with one name",
      { resources: [...PARTS.resources, ...PARTS.resources] },
      "two resources are named r",
    ],
    ["a resource with a dot in its name", { resources: [named("a.b")] }, "a.b: a resource's name has no dot"],
    [
      "a resource without a name",
      { resources: [named("")] },
      "the name of a resource must be 1 to 512 bytes",
    ],
    [
      "a resource with too long a name",
      { resources: [named("x".repeat(600))] },
      "the name of a resource must be 1 to 512 bytes",
    ],
    [
      "a resource whose name is not a string",
      { resources: [named(5 as unknown as string)] },
      "must be 1 to 512 bytes of text, but is 5",
    ],
    [
      "a release that is not a string",
      { resources: [new FunctionResource({ name: "r", release: 5 as unknown as string, maps: [] })] },
      "r: its release must be a string or null",
    ],
    [
      "an invalid content hash",
      { resources: [Object.assign(named("r"), { contentHash: "abc" })] },
      "r: its contentHash must be a SHA-256",
    ],
    [
      "a map without a name",
      { resources: [withMap({ name: "" })] },
      "the name of the map r. must be 1 to 512 bytes",
    ],
    [
      "an unknown relation",
      { resources: [withMap({ relation: "odd" as Relation })] },
      "r.ab has a relation of 'odd': it must be one of names, same",
    ],
    [
      "a rank with a name that no trace can hold",
      { resources: [withMap({ lookUp: undefined, ranks: [{ name: "\0", lookUp: () => new Map() }] })] },
      "r.ab: the name of a rank must be a string or null",
    ],
    ["a path without a name", { paths: [{ id: "", steps: [step("ab")] }] }, "the name of a path must be"],
    ["a type that is not declared", { types: PARTS.types.slice(1) }, "r.ab: unknown type A"],
    [
      "two paths with one name",
      { paths: [1, 2].map(() => ({ id: "p", steps: [step("ab")] })) },
      "two paths are named p",
    ],
    ["a path without steps", { paths: [{ id: "p", steps: [] }] }, "path p has no steps"],
    ["an unknown map", { paths: [{ id: "p", steps: [step("xy")] }] }, "path p: unknown map of r xy"],
    [
      "a negative priority",
      { paths: [{ id: "p", priority: -1, steps: [step("ab")] }] },
      "must be a whole number from 0",
    ],
    [
      "steps that do not connect",
      { paths: [{ id: "p", steps: [step("ab"), step("ca")] }] },
      "path p: the step before r.ca ends at B",
    ],
    [
      "a circular path",
      { paths: [{ id: "p", steps: ["ab", "bc", "ca"].map((it) => step(it)) }] },
      "leads back to A",
    ],
    [
      "a reverse step over a map that is not reversible",
      { paths: [{ id: "p", steps: [step("ab", "reverse")] }] },
      "cannot be read backwards",
    ],
    ["a history of an unknown type", { histories: [history("X")] }, "history old: unknown type X"],
    ["two histories of a type", { histories: [history("A"), history("A")] }, "there are two histories of A"],
    [
      "an override of a text that is not an identifier",
      {
        overrides: [
          {
            ...{ sourceType: "A", sourceId: "a\0", targetType: "B", targetId: "b" },
            ...{ isNever: false, author: "me", reason: "because" },
          },
        ],
      },
      "is not a valid A: it contains NUL",
    ],
    ["an unknown primary resource", { histories: [history("A")] }, "history old: unknown resource nowhere"],
  ])("is refused with %s", (_, parts, message) => {
    expect(() => createCatalog({ ...PARTS, ...parts })).toThrow(
      expect.objectContaining({
        code: "invalid-catalog",
        message: expect.stringContaining(message) as string,
      }),
    );
  });

  it("is refused with everything that does not fit together", () => {
    const paths = [
      { id: "p", steps: [step("xy")] },
      { id: "q", steps: [] },
    ];
    expect(() => createCatalog({ ...PARTS, paths })).toThrow(
      expect.objectContaining({ problems: [expect.anything(), expect.anything()] }),
    );
  });

  it("has a fingerprint that changes with the release of a resource", () => {
    const at = (release: string) =>
      createCatalog({
        types: PARTS.types,
        resources: [
          new FunctionResource({
            name: "r",
            release,
            maps: [{ name: "ab", sourceType: "A", targetType: "B", lookUp }],
          }),
        ],
      }).fingerprint;
    expect(at("1")).toBe(at("1"));
    expect(at("1")).not.toBe(at("2"));
  });
});
