import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { CuriePrefixes } from "./curie-prefixes.js";

describe("The prefixes of a mapping set", () => {
  const prefixes = new CuriePrefixes(["HP", "FBbt", "x", "X"]);

  it("are recognised in any case, and written as they are declared", () => {
    expect(prefixes.read("hp:0000001")).toEqual({ prefix: "HP", local: "0000001", text: "HP:0000001" });
    expect(prefixes.read("FBBT:1")).toMatchObject({ text: "FBbt:1" });
  });

  it("are kept apart if they differ only in case", () => {
    expect(prefixes.read("x:1")).toMatchObject({ text: "x:1" });
    expect(prefixes.read("X:1")).toMatchObject({ text: "X:1" });
  });

  it("include the built-in ones, in one spelling", () => {
    expect(prefixes.read("skos:exactMatch")).toMatchObject({ text: "skos:exactMatch" });
    expect(new CuriePrefixes(["SKOS"]).read("SKOS:exactMatch")).toMatchObject({ text: "skos:exactMatch" });
    expect(new CuriePrefixes(["Sssom"]).read("SSSOM:NoTermFound")).toMatchObject({
      text: "sssom:NoTermFound",
    });
  });

  it.each([
    ["MP:1", "its prefix MP is not in the curie_map"],
    ["HP:", "it is not a CURIE"],
    ["HP", "it is not a CURIE"],
    [":1", "it is not a CURIE"],
    ["HP:1|HP:2", "it is not a CURIE"],
    ["HP:1 2", "it is not a CURIE"],
    ["http://example.org/HP_1", "it is not a CURIE"],
    ["HP:1\uFFFD", "it is not UTF-8"],
  ])("refuse %j: %s", (text, reason) => {
    expect(prefixes.read(text)).toEqual({ reason });
  });

  it("read their own result as the same CURIE", () => {
    fc.assert(
      fc.property(fc.constantFrom("HP", "hp", "fbBT", "x", "OWL"), fc.string(), (prefix, local) => {
        const read = prefixes.read(`${prefix}:${local}`);
        if ("text" in read) expect(prefixes.read(read.text)).toEqual(read);
      }),
    );
  });
});
