import { runInNewContext } from "node:vm";

import { describe, expect, it } from "vitest";

import type { LookUpResult } from "../resource.js";
import { FunctionResource, type FunctionLookUp, type FunctionMap } from "./function-resource.js";

const MAP = { name: "gene", sourceType: "SYMBOL", targetType: "GENE" } as const;

function ask(lookUp: unknown, identifiers: readonly string[] = ["a", "b", "c"]): Promise<LookUpResult> {
  const resource = new FunctionResource({
    name: "mine",
    maps: [{ ...MAP, lookUp: lookUp as FunctionLookUp }],
  });
  const { signal } = new AbortController();
  return resource.lookUp({ map: "gene", rank: 0, direction: "forward", identifiers, signal });
}

describe("A function resource", () => {
  it("says what it offers", () => {
    const resource = new FunctionResource({
      name: "mine",
      release: "7",
      maps: [
        { ...MAP, lookUp: () => new Map() },
        {
          ...MAP,
          name: "label",
          relation: "names",
          ranks: [
            { name: "exact", confidence: 1, lookUp: () => new Map() },
            { name: "fuzzy", lookUp: () => new Map() },
          ],
        },
      ],
    });
    expect(resource).toMatchObject({ name: "mine", release: "7", contentHash: null });
    expect(resource.maps).toMatchObject([
      { name: "gene", relation: "same", isReversible: false, ranks: [{ name: null, confidence: 0.95 }] },
      {
        name: "label",
        relation: "names",
        ranks: [
          { name: "exact", confidence: 1 },
          { name: "fuzzy", confidence: 0.95 },
        ],
      },
    ]);
  });

  it("accepts the answers of its function in every allowed shape", async () => {
    const { hits } = await ask(() => ({
      hits: { a: "1", b: ["2", { identifier: "3", confidence: 0.5 }], c: [] },
    }));
    expect(Object.fromEntries(hits)).toEqual({
      a: [{ identifier: "1", confidence: null, matchedAs: null }],
      b: [
        { identifier: "2", confidence: null, matchedAs: null },
        { identifier: "3", confidence: 0.5, matchedAs: null },
      ],
    });
    expect([...(await ask(async () => new Map([["a", "1"]]))).hits.keys()]).toEqual(["a"]);
  });

  it("accepts Maps and objects of another realm", async () => {
    const inContext = (text: string): unknown => runInNewContext(text);
    for (const answer of [
      inContext(`new Map([["a", "1"]])`),
      inContext(`({ hits: new Map([["a", "1"]]), failed: new Map(), withdrawn: [] })`),
      inContext(`({ hits: { a: "1" } })`),
    ])
      expect([...(await ask(() => answer)).hits.keys()]).toEqual(["a"]);
  });

  it("distinguishes withdrawn and failed from unknown", async () => {
    const error = new Error("too busy");
    const result = await ask(() => ({ withdrawn: ["a"], failed: new Map([["b", error]]) }));
    expect(result.hits.size).toBe(0);
    expect([...result.withdrawn]).toEqual(["a"]);
    expect([...result.failed]).toEqual([["b", error]]);
  });

  it("passes on the identifiers and the signal to the rank that was asked", async () => {
    const asked: unknown[] = [];
    const rank = (name: string): NonNullable<FunctionMap["ranks"]>[number] => ({
      name,
      lookUp: (identifiers, signal) => {
        asked.push([name, identifiers, signal]);
        return new Map();
      },
    });
    const resource = new FunctionResource({
      name: "mine",
      maps: [{ ...MAP, ranks: [rank("x"), rank("y")] }],
    });
    const { signal } = new AbortController();
    await resource.lookUp({ map: "gene", rank: 1, direction: "forward", identifiers: ["a"], signal });
    expect(asked).toEqual([["y", ["a"], signal]]);
  });

  it("rejects when its function throws", async () => {
    const failing = (): never => {
      throw new Error("out of order");
    };
    await expect(ask(failing)).rejects.toThrow("out of order");
    await expect(ask(async () => failing())).rejects.toThrow("out of order");
  });

  it.each<[string, unknown, string]>([
    ["a plain object in place of hits", { a: "1" }, "must return a Map"],
    ["nothing", undefined, "must return a Map"],
    ["null", null, "must return a Map"],
    ["a Set", new Set(["a"]), "must return a Map"],
    ["a list", [], "must return a Map"],
    ["a date", new Date(0), "must return a Map"],
    ["an error that it returns", new Error("x"), "must return a Map"],
    ["a number in place of hits", { hits: 5 }, "hits that are neither"],
    ["true in place of hits", { hits: true }, "hits that are neither"],
    ["null in place of hits", { hits: null }, "hits that are neither"],
    ["a string in place of hits", { hits: "" }, "hits that are neither"],
    ["a list in place of hits", { hits: [] }, "hits that are neither"],
    ["a Set in place of hits", { hits: new Set(["a"]) }, "hits that are neither"],
    ["hits that were not awaited", { hits: Promise.resolve({ a: "1" }) }, "hits that are neither"],
    ["an error in place of hits", { hits: new Error("x") }, "hits that are neither"],
    ["a date in place of hits", { hits: new Date(0) }, "hits that are neither"],
    ["withdrawn that is a string", { withdrawn: "a" }, "withdrawn that is not a list"],
    ["withdrawn that is a number", { withdrawn: 5 }, "withdrawn that is not a list"],
    ["failed that is an object", { failed: { a: new Error("x") } }, "failed that is not a Map"],
    ["no hits for an identifier that was not asked for", { hits: { x: [] } }, "answered for x, which"],
    [
      "an identifier that was not asked for",
      new Map([["x", "1"]]),
      "answered for x, which it was not asked for",
    ],
    [
      "a withdrawn identifier that was not asked for",
      { withdrawn: ["x"] },
      "answered for x, which it was not asked for",
    ],
    [
      "a target that is not a string",
      new Map([["a", 7]]),
      "answered a with something that is not an identifier",
    ],
    ["a target that is null", new Map([["a", null]]), "answered a with something that is not an identifier"],
    ["an empty target", new Map([["a", ""]]), "answered a with something that is not an identifier"],
    ["a confidence that is a string", { hits: { a: { identifier: "1", confidence: "1" } } }, "is not from 0"],
    ["a confidence above 1", { hits: { a: { identifier: "1", confidence: 2 } } }, "is not from 0 to 1"],
    ["a hit and a withdrawal", { hits: { a: "1" }, withdrawn: ["a"] }, "gave two answers for a"],
  ])("refuses %s instead of treating it as an absence", async (_, answer, message) => {
    await expect(ask(() => answer)).rejects.toThrow(message);
  });

  it("needs one look-up or ranks for each map", () => {
    const lookUp: FunctionLookUp = () => new Map();
    const make = (map: FunctionMap) => () => new FunctionResource({ name: "mine", maps: [map] });
    expect(make(MAP)).toThrow("neither lookUp nor ranks");
    expect(make({ ...MAP, lookUp, ranks: [{ name: "x", lookUp }] })).toThrow("both lookUp and ranks");
  });
});
