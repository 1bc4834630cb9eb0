import { createHash } from "node:crypto";

import { describe, expect, it } from "vitest";

import {
  HP,
  loadSssomText,
  MP,
  sssomHits,
  sssomRow,
  sssomRows,
  sssomSet,
  SSSOM_HEADER,
  sssomTable,
} from "../../../test/support/sssom-set.js";
import { UnknownPrefixError } from "./unknown-prefix-error.js";

describe("Loading a mapping set", () => {
  it("gives its version, or else its date, as the release, exactly as written, and the hash of its bytes", async () => {
    const table = sssomRows(sssomRow("HP:1", "skos:exactMatch", "MP:1"));
    const curies = "#curie_map: { HP: http://h, MP: http://m }\n";
    const text = `${curies}#mapping_set_version: 1.10\n#mapping_date: 2024-10-01\n${table}`;
    const { resource } = await loadSssomText(text);
    expect(resource.release).toBe("1.10");
    expect(resource.contentHash).toBe(createHash("sha256").update(text).digest("hex"));
    const dated = await loadSssomText(`${curies}#mapping_date: 2024-10-01\n${table}`);
    expect(dated.resource.release).toBe("2024-10-01");
    expect((await loadSssomText(`${curies}${table}`)).resource.release).toBeNull();
  });

  it("skips rows that are not a mapping, and says which and why", async () => {
    const loaded = await loadSssomText(
      sssomSet(
        sssomRow("HP:1", "skos:exactMatch", "MP:1"),
        sssomRow("-", "skos:exactMatch", "MP:1"),
        sssomRow("HP:2", "-", "MP:1"),
        sssomRow("HP:2", "skos:exactMatch", "XX:1"),
        sssomRow("HP:2", "exactMatch", "MP:1"),
        sssomRow("HP:2", "skos:exactMatch", "MP:1", "1.5"),
        sssomRow("HP:2", "skos:exactMatch", "MP:1", "high"),
        sssomRow("HP:2", "skos:exactMatch", "MP:1", "-", "Maybe"),
        "HP:2 skos:exactMatch MP:1 - 1 -",
        "HP:2 skos:exactMatch MP:1 Lexical 1 -",
        `${sssomRow("HP:2", "skos:exactMatch", "MP:1")} more`,
      ),
    );
    expect(await sssomHits(loaded, "HP:2")).toEqual([]);
    expect(loaded).toMatchObject({ rowsRead: 11, rowsSkipped: 10, confidencesSkipped: 2 });
    expect(loaded.firstSkipped).toEqual([
      { line: 7, reason: "subject_id is empty" },
      { line: 8, reason: "predicate_id is empty" },
      { line: 9, reason: 'object_id: "XX:1" is skipped: its prefix XX is not in the curie_map' },
      { line: 10, reason: 'predicate_id: "exactMatch" is skipped: it is not a CURIE' },
      { line: 11, reason: 'confidence: "1.5" is not from 0 to 1' },
      { line: 12, reason: 'confidence: "high" is not from 0 to 1' },
      { line: 13, reason: 'predicate_modifier: "Maybe" is not Not' },
      { line: 14, reason: "mapping_justification is empty" },
      { line: 15, reason: 'mapping_justification: "Lexical" is skipped: it is not a CURIE' },
      { line: 16, reason: "7 cells, the header has 6" },
    ]);
  });

  it("accepts rows that end early, columns in any order, and a set without justifications", async () => {
    const loaded = await loadSssomText(
      `${SSSOM_HEADER}object_id\tpredicate_id\tsubject_id\tconfidence\r\nMP:1\tskos:exactMatch\tHP:1\r\nMP:2\tskos:exactMatch\tHP:1\t0.5\t\t\r\n`,
    );
    expect(await sssomHits(loaded, "HP:1")).toMatchObject([
      { identifier: "MP:1", confidence: null },
      { identifier: "MP:2", confidence: 0.5 },
    ]);
  });

  it("does not take literals as identifiers, and says so", async () => {
    const loaded = await loadSssomText(
      SSSOM_HEADER +
        sssomTable(
          "subject_id predicate_id object_id subject_type",
          "- skos:exactMatch MP:1 rdfs\u00a0literal",
          "HP:1 skos:exactMatch MP:1 -",
        ).replace("\u00a0", " "),
    );
    expect(loaded.firstSkipped).toEqual([
      { line: 6, reason: "subject_id is empty: literals have no identifier" },
    ]);
  });

  it("refuses all unknown prefixes at once", async () => {
    const error: unknown = await loadSssomText(sssomSet(sssomRow("HP:1", "skos:exactMatch", "MP:1")), {
      maps: [{ name: "m", source: { type: HP, prefixes: ["HPO"] }, target: { type: MP, prefixes: ["xx"] } }],
    }).catch((it: unknown) => it);
    expect(error).toBeInstanceOf(UnknownPrefixError);
    const { unknown } = error as UnknownPrefixError;
    expect(unknown).toMatchObject([
      { map: "m", side: "source", prefix: "HPO" },
      { map: "m", side: "target", prefix: "xx" },
    ]);
    expect(unknown[0]?.message).toMatch(/^unknown prefix HPO. Did you mean HP\? There are HP, MP, /);
  });

  it("takes metadata from another file, but prefers its own", async () => {
    const table = sssomRows(sssomRow("HP:1", "skos:exactMatch", "MP:1"));
    const external =
      "curie_map: { HP: http://h, MP: http://m }\nmapping_set_version: '3'\nmapping_set_id: x:1\n";
    const alone = await loadSssomText(table, { external });
    expect(alone.resource.release).toBe("3");
    expect(await sssomHits(alone, "HP:1")).toHaveLength(1);
    const both = await loadSssomText(`#mapping_set_version: 4\n${table}`, { external });
    expect(both.metadata).toEqual({
      id: "x:1",
      release: "4",
      title: null,
      homepage: null,
      license: null,
      prefixes: ["HP", "MP"],
    });
  });

  it("includes everything else that determines what is read in the definitions of its maps", async () => {
    const table = sssomRows(sssomRow("HP:1", "skos:exactMatch", "MP:1"));
    const definition = async (external: string, predicates?: readonly string[]): Promise<string> => {
      const { resource } = await loadSssomText(table, { external, ...(predicates && { predicates }) });
      return JSON.stringify(resource.maps[0]?.definition);
    };
    const curies = "curie_map: { HP: http://h, MP: http://m }";
    const all = [
      await definition(curies),
      await definition(`${curies}\nother: 1`),
      await definition(curies, ["skos:exactMatch"]),
    ];
    expect(new Set(all).size).toBe(3);
    expect(await definition(curies)).toBe(all[0]);
  });

  it("accepts gzip, byte order marks and the trailing tabs of spreadsheets", async () => {
    const text = sssomSet(sssomRow("HP:1", "skos:exactMatch", "MP:1")).replace(/^(#.*)$/gm, "$1\t\t\t");
    const loaded = await loadSssomText(`\uFEFF${text}`, { isGzipped: true });
    expect(loaded.resource.release).toBe("2024-10");
    expect(await sssomHits(loaded, "HP:1")).toHaveLength(1);
  });
});
