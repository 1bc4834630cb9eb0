import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, it } from "vitest";
import { parse } from "yaml";

import { findSssomData } from "../../../test/support/sssom-data.js";
import { sssomHits } from "../../../test/support/sssom-set.js";
import { DeclaredType } from "../../types/declared-type.js";
import { loadSssom, type LoadedSssom, type LoadSssomOptions } from "./load-sssom.js";

const folder = findSssomData();
const ANY = new DeclaredType("ANY");
const OTHER = new DeclaredType("OTHER");

function load(path: string, options: Partial<LoadSssomOptions> = {}): Promise<LoadedSssom> {
  const file = join(folder ?? "", path);
  const metadata = file.replace(/\.tsv$/, ".yml");
  return loadSssom({
    name: "set",
    file,
    metadata: existsSync(metadata) ? metadata : null,
    maps: [{ name: "m", source: { type: ANY }, target: { type: OTHER }, isReversible: true }],
    ...options,
  });
}

describe.skipIf(folder === null)("Other people's mapping sets", () => {
  it("have as many rows as their own tests say", async () => {
    const config = parse(await readFile(join(folder ?? "", "sssom-py/test_config.yaml"), "utf8")) as {
      readonly tests: readonly { readonly filename: string; readonly ct_data_frame_rows: number }[];
    };
    const tables = config.tests.filter((it) => it.filename.endsWith(".tsv"));
    expect(tables.length).toBeGreaterThan(0);
    for (const { filename, ct_data_frame_rows } of tables) {
      const { rowsRead, rowsSkipped } = await load(`sssom-py/${filename}`);
      expect([filename, rowsRead, rowsSkipped]).toEqual([filename, ct_data_frame_rows, 0]);
    }
  });

  it.each([
    ["spec-examples/embedded/mp-hp-exact-0.0.1.sssom.tsv", null, 42, 42],
    ["spec-examples/external/mp-hp-exact-0.0.1.sssom.tsv", null, 42, 42],
    ["spec-examples/embedded/foodie-inc-2022-05-01.sssom.tsv", "2022-05-01", 5, 4],
    ["spec-examples/external/example1.sssom.tsv", "2022-05-01", 5, 4],
    ["sssom-py/enm_example.tsv", "2023-09-12", 13, 13],
    ["sssom-py/basic-meta-external.tsv", "2020-05-30", 141, 41],
    ["sssom-py/trailing-tabs.sssom.tsv", null, 8, 2],
    ["sssom-py/cob-to-external.tsv", null, 89, 72],
    ["spec-examples/schema/composite-entities.sssom.tsv", null, 3, 3],
  ])("%s: release %s, %i rows, %i identifiers by exact predicates", async (path, release, rows, known) => {
    const { resource, rowsRead, identifiers } = await load(path);
    expect([resource.release, rowsRead, identifiers.get("m")]).toEqual([release, rows, known]);
  });

  it("deny mappings, which become vetoes", async () => {
    const { resource } = await load("sssom-py/basic3.tsv");
    expect(resource.vetoes).toContainEqual({
      sourceType: "ANY",
      sourceId: "d:something",
      targetType: "OTHER",
      targetId: "a:something",
      reason: "not owl:equivalentClass (line 18)",
    });
  });

  it("name terms that were not found, which are unknown", async () => {
    const loaded = await load("spec-examples/schema/no_term_found.sssom.tsv");
    expect(await sssomHits(loaded, "HP:0009124")).toEqual([
      { identifier: "MP:0000003", confidence: null, matchedAs: "skos:exactMatch" },
    ]);
    expect(await sssomHits(loaded, "HP:0000411")).toEqual([]);
    const both = await load("sssom-py/cardinality-with-NoTermFound.sssom.tsv", {
      predicates: ["skos:exactMatch", "skos:closeMatch"],
    });
    expect(await sssomHits(both, "SUBJ:0001")).toMatchObject([{ identifier: "OBJ:0001" }]);
  });

  it("have rows that are skipped, with a reason", async () => {
    const undeclared = await load("sssom-py/test_clean_prefix.tsv");
    expect(undeclared).toMatchObject({ rowsRead: 18, rowsSkipped: 7 });
    expect(undeclared.firstSkipped[0]).toEqual({
      line: 28,
      reason: 'subject_id: "y1:lung" is skipped: its prefix y1 is not in the curie_map',
    });
    const twoObjects = await load("sssom-py/mondo-nando.sssom.tsv");
    expect(twoObjects.firstSkipped).toEqual([
      { line: 15, reason: expect.stringMatching(/MONDO:0016042" is skipped: it is not a CURIE/) as string },
    ]);
  });

  it.each([
    ["sssom-py/literals.sssom.tsv", 10, /lacks object_id/],
    ["sssom-py/test_validation1.sssom.tsv", 3, /the metadata is not YAML/],
    ["sssom-py/basic.ptable.tsv", 1, /has no metadata/],
    ["sssom-py/bad_basic.tsv", 15, /no row can be read; mapping_justification: "Lexical"/],
  ])("%s is broken in line %i: %s", async (path, line, message) => {
    await expect(load(path)).rejects.toMatchObject({
      name: "SssomFileError",
      line,
      message: expect.stringMatching(message) as string,
    });
  });
});
