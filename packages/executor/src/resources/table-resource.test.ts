import type { StepDirection } from "@waymark/trace-core";
import { describe, expect, it } from "vitest";

import type { LookUpHit } from "../resource.js";
import { TableIndex } from "./table-index.js";
import { TableResource, type TableMap } from "./table-resource.js";

type Row = readonly [source: string, target: string, confidence?: number];

function rank(name: string | null, confidence: number, rows: readonly Row[]): TableMap["ranks"][number] {
  const index = new TableIndex();
  for (const [source, target, own = null] of rows) index.add(source, target, own);
  return { name, confidence, index };
}

function resource(ranks: TableMap["ranks"], options: Partial<TableMap> = {}): TableResource {
  return new TableResource({
    name: "hgnc",
    release: "2024-10",
    contentHash: "00",
    maps: [
      {
        name: "symbol",
        sourceType: "SYMBOL",
        targetType: "HGNC_ID",
        relation: "names",
        ranks,
        foldCase: false,
        isReversible: false,
        definition: {},
        ...options,
      },
    ],
  });
}

async function lookUp(
  of: TableResource,
  identifiers: readonly string[],
  rankIndex = 0,
  direction: StepDirection = "forward",
): Promise<Record<string, readonly LookUpHit[]>> {
  const { signal } = new AbortController();
  const { hits, withdrawn, failed } = await of.lookUp({
    map: "symbol",
    rank: rankIndex,
    direction,
    identifiers,
    signal,
  });
  expect([withdrawn.size, failed.size]).toEqual([0, 0]);
  return Object.fromEntries(hits);
}

const hit = (identifier: string, confidence: number | null = null): LookUpHit => ({
  identifier,
  confidence,
  matchedAs: null,
});

describe("A table resource", () => {
  it("answers from the rank that was asked, with all targets in the order of the rows", async () => {
    const symbols = resource([
      rank("approved", 1, [["MARCHF1", "HGNC:26077"]]),
      rank("previous", 0.9, [
        ["FACD", "HGNC:3585"],
        ["FACD", "HGNC:1101", 0.5],
      ]),
    ]);
    expect(symbols.maps[0]?.ranks).toEqual([
      { name: "approved", confidence: 1 },
      { name: "previous", confidence: 0.9 },
    ]);
    expect(await lookUp(symbols, ["MARCHF1", "FACD", "NONE"])).toEqual({ MARCHF1: [hit("HGNC:26077")] });
    expect(await lookUp(symbols, ["MARCHF1", "FACD"], 1)).toEqual({
      FACD: [hit("HGNC:3585"), hit("HGNC:1101", 0.5)],
    });
  });

  it("knows names of object members only if they are in the table", async () => {
    const symbols = resource([rank(null, 1, [["constructor", "1"]])]);
    expect(Object.keys(await lookUp(symbols, ["constructor", "toString", "__proto__"]))).toEqual([
      "constructor",
    ]);
  });

  it("tries all ranks once more without regard to case, after the exact ones and with less confidence", async () => {
    const symbols = resource(
      [
        rank("approved", 1, [["C1orf112", "HGNC:1"]]),
        rank("alias", 0.7, [
          ["p53", "HGNC:2"],
          ["P53", "HGNC:3", 0.5],
        ]),
      ],
      { foldCase: true },
    );
    const [approved, alias, ...folded] = symbols.maps[0]?.ranks ?? [];
    expect([approved?.name, alias?.name]).toEqual(["approved", "alias"]);
    expect(folded).toEqual([
      { name: "approved (case folded)", confidence: 0.9 },
      { name: "alias (case folded)", confidence: expect.closeTo(0.63) as number },
    ]);
    expect(await lookUp(symbols, ["C1ORF112"])).toEqual({});
    expect(await lookUp(symbols, ["C1ORF112"], 2)).toEqual({ C1ORF112: [hit("HGNC:1")] });
    expect(await lookUp(symbols, ["p53"], 1)).toEqual({ p53: [hit("HGNC:2")] });
    expect(await lookUp(symbols, ["P53 ", "p53"], 3)).toEqual({ p53: [hit("HGNC:2"), hit("HGNC:3", 0.45)] });
  });

  it("reads backwards over all ranks, and gives each source by the best rank that knows it", async () => {
    const symbols = resource(
      [
        rank("approved", 1, [["GBA1", "HGNC:4177"]]),
        rank("previous", 0.9, [
          ["GBA", "HGNC:4177"],
          ["GBA1", "HGNC:4177"],
          ["GLUC", "HGNC:4177", 0.4],
        ]),
      ],
      { isReversible: true, foldCase: true },
    );
    expect(await lookUp(symbols, ["HGNC:4177", "HGNC:1", "hgnc:4177"], 0, "reverse")).toEqual({
      "HGNC:4177": [
        { identifier: "GBA1", confidence: 1, matchedAs: "approved" },
        { identifier: "GBA", confidence: 0.9, matchedAs: "previous" },
        { identifier: "GLUC", confidence: 0.4, matchedAs: "previous" },
      ],
    });
  });

  it("is not read backwards unless it is reversible", async () => {
    const symbols = resource([rank(null, 1, [["GBA1", "HGNC:4177"]])]);
    await expect(lookUp(symbols, ["HGNC:4177"], 0, "reverse")).rejects.toThrow("cannot be read backwards");
  });

  it("keeps one of equal targets, even among tens of thousands", async () => {
    const index = new TableIndex();
    const targets = Array.from({ length: 30_000 }, (_, i) => `GENE:${i}`);
    expect([...targets, ...targets].filter((it) => index.add("GO:0005515", it, null))).toEqual(targets);
    expect(index.get("GO:0005515").map((it) => it.identifier)).toEqual(targets);
    expect(index.getFolded("go:0005515")).toHaveLength(30_000);
  });
});
