import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { isWaymarkError } from "@waymark/trace-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { loadCatalog } from "../load-catalog.js";

const CATALOG = `
types: { SYMBOL: {}, GENE: { pattern: '\\d+' } }
resources:
  genes:
    file: genes.tsv
    maps: { symbol: { from: { type: SYMBOL, column: symbol }, to: { type: GENE, column: gene }, relation: names } }
overrides:
  - { from: { type: SYMBOL, id: A }, to: { type: GENE, id: "1" }, author: me, reason: because }
`;

describe("Overrides in a separate file", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "waymark-overrides-"));
    await writeFile(join(folder, "catalog.yaml"), CATALOG);
    await writeFile(join(folder, "genes.tsv"), "symbol\tgene\nTP53\t7157\n");
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function load(name: string, content: string) {
    const overrides = join(folder, name);
    await writeFile(overrides, content);
    return loadCatalog(join(folder, "catalog.yaml"), { overrides });
  }

  const EXPECTED = [
    { sourceId: "A", targetId: "1", isNever: false },
    { sourceId: "B", targetId: "2", isNever: false, author: "you", reason: "so" },
    { sourceId: "C", targetId: "3", isNever: true, author: "you", reason: "no" },
  ];
  const TABLE = [
    "from_type\tfrom_id\tto_type\tto_id\tnever\tauthor\treason",
    "SYMBOL\tB\tGENE\t2\t\tyou\tso",
    "SYMBOL\tC\tGENE\t3\tx\tyou\tno",
    "",
  ].join("\n");
  const LIST = `
- { from: { type: SYMBOL, id: B }, to: { type: GENE, id: "2" }, author: you, reason: so }
- { from: { type: SYMBOL, id: C }, never: { type: GENE, id: "3" }, author: you, reason: "no" }
`;

  it.each([
    ["a.tsv", TABLE],
    ["a.csv", TABLE.replaceAll("\t", ",")],
    ["a.yaml", LIST],
    ["b.yaml", `overrides:\n${LIST.replaceAll(/^-/gm, "  -")}`],
  ])("come after the catalog's own, written as %s", async (name, content) => {
    const { catalog } = await load(name, content);
    expect(catalog.overrides).toMatchObject(EXPECTED);
  });

  it("change the catalog's fingerprint", async () => {
    const { catalog } = await loadCatalog(join(folder, "catalog.yaml"));
    expect((await load("a.tsv", TABLE)).catalog.fingerprint).not.toBe(catalog.fingerprint);
  });

  it.each([
    ["a.tsv", TABLE.replace("SYMBOL\tB", "SYMBL\tB").replace("\t3\t", "\tx\t"), [2, 3]],
    ["a.tsv", "from_type\tfrom\n", [1, 1, 1, 1, 1, 1]],
    ["a.tsv", "", [null]],
    ["a.yaml", LIST.replace("SYMBOL", "SYMBL"), [2]],
    ["a.yaml", "just text", [1]],
  ])("are refused with the place of every problem: %s %#", async (name, content, lines) => {
    const error: unknown = await load(name, content).catch((it: unknown) => it);
    expect(isWaymarkError(error, "invalid-catalog")).toBe(true);
    if (!isWaymarkError(error)) return;
    const problems = error.details.problems as { file: string; line: number | null }[];
    expect(problems.map((it) => it.line)).toEqual(lines);
    expect(problems.every((it) => it.file.endsWith(name))).toBe(true);
  });

  it("name the file that is missing, without the hint about folders, which is for tables", async () => {
    const overrides = join(folder, "none.yaml");
    const error: unknown = await loadCatalog(join(folder, "catalog.yaml"), { overrides }).catch(
      (it: unknown) => it,
    );
    expect(String(error)).toMatch(/none\.yaml: there is no such file$/);
  });
});
