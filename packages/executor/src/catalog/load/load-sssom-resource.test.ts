import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { catalogFolder } from "../../../test/support/catalog-folder.js";
import { SSSOM_HEADER, sssomTable } from "../../../test/support/sssom-set.js";
import { targetsOf } from "../../../test/support/targets-of.js";
import type { CatalogProblem, InvalidCatalogError } from "../invalid-catalog-error.js";
import { loadCatalog, type LoadedCatalog } from "../load-catalog.js";

const CATALOG = `
types:
  HP: { pattern: 'HP:\\d+' }
  MP: { pattern: 'MP:\\d+' }
  OTHER: { stripPrefix: 'MP:' }
resources:
  phenotypes:
    sssom: mp-hp.sssom.tsv
    predicates: [skos:exactMatch, skos:broadMatch]
    minConfidence: 0.5
    maps:
      mouse: { from: HP, to: { type: MP, prefix: mp }, reversible: true }
      other: { from: { type: HP, prefix: [HP] }, to: { type: OTHER, prefix: 'MP:' }, relation: other }
paths:
  there: [phenotypes.mouse]
  back: [{ reverse: phenotypes.mouse }]
`;

const SET =
  SSSOM_HEADER +
  sssomTable(
    "subject_id predicate_id object_id confidence predicate_modifier",
    "HP:1 skos:exactMatch MP:1 0.9 -",
    "HP:1 skos:broadMatch MP:2 0.8 -",
    "HP:2 skos:exactMatch MP:3 0.4 -",
    "HP:3 skos:exactMatch MP:4 - Not",
    "HP:4 skos:exactMatch MP:5 2 -",
    "HP:x skos:exactMatch MP:6 - -",
  );

async function load(catalog = CATALOG, files: Readonly<Record<string, string>> = {}): Promise<LoadedCatalog> {
  const folder = await catalogFolder({ "catalog.yaml": catalog, "mp-hp.sssom.tsv": SET, ...files });
  return loadCatalog(join(folder, "catalog.yaml"));
}

async function problems(catalog: string, files?: Readonly<Record<string, string>>): Promise<string[]> {
  const error = (await load(catalog, files).catch((it: unknown) => it)) as InvalidCatalogError;
  return (error.details.problems as unknown as readonly CatalogProblem[]).map(
    ({ file, line, column, message }) =>
      `${file?.replace(/^.*[/\\]/, "") ?? ""}:${line ?? ""}:${column ?? ""}: ${message.replace(/[^ (]*[/\\]/g, "")}`,
  );
}

describe("A mapping set in a catalog", () => {
  it("gives a resource with its maps, forwards and backwards", async () => {
    const loaded = await load();
    expect(await targetsOf(loaded, "phenotypes.mouse", "HP:1")).toEqual(["MP:1 0.9", "MP:2 0.8"]);
    expect(await targetsOf(loaded, "phenotypes.mouse", "MP:2", 0, "reverse")).toEqual(["HP:1 0.8"]);
    expect(await targetsOf(loaded, "phenotypes.other", "HP:1")).toEqual(["1 0.9", "2 0.8"]);
    expect(await targetsOf(loaded, "phenotypes.mouse", "HP:2")).toEqual([]);
    const resource = loaded.catalog.resources.get("phenotypes");
    expect(resource).toMatchObject({
      release: "2024-10",
      maps: [{ relation: "same" }, { relation: "other" }],
    });
    expect(resource?.vetoes).toMatchObject([
      { sourceType: "HP", sourceId: "HP:3", targetType: "MP", targetId: "MP:4" },
      { sourceType: "HP", sourceId: "HP:3", targetType: "OTHER", targetId: "4" },
    ]);
    expect(loaded.catalog.paths.map((it) => it.id)).toEqual(["there", "back"]);
  });

  it("reports what was read and skipped, and a row with an invalid confidence only once", async () => {
    const { report } = await load();
    expect(report.resources).toMatchObject([
      {
        name: "phenotypes",
        file: "mp-hp.sssom.tsv",
        release: "2024-10",
        rowsRead: 6,
        rowsSkipped: 1,
        confidencesSkipped: 0,
        identifiersSkipped: 2,
        maps: [{ name: "mouse", ranks: [{ name: null, identifiers: 1 }] }, { name: "other" }],
        firstSkipped: [{ line: 10 }, { line: 11 }, { line: 11 }],
      },
    ]);
  });

  it("reads metadata from a separate file", async () => {
    const bare = SET.replace(SSSOM_HEADER, "");
    const metadata = "curie_map: { HP: http://h, MP: http://m }\nmapping_date: 2024-11-01\n";
    const loaded = await load(CATALOG.replace("    predicates:", "    metadata: set.yml\n    predicates:"), {
      "mp-hp.sssom.tsv": bare,
      "set.yml": metadata,
    });
    expect(loaded.catalog.resources.get("phenotypes")?.release).toBe("2024-11-01");
    expect(await targetsOf(loaded, "phenotypes.mouse", "HP:1")).toHaveLength(2);
  });

  it("is described by its declaration, and otherwise by its own metadata", async () => {
    const said =
      "#mapping_set_title: Mouse and man\n#license: https://example.org/cc0\n#see_also:\n#  - https://example.org/set\n";
    const own = await load(CATALOG, { "mp-hp.sssom.tsv": said + SET });
    expect(own.catalog.resources.get("phenotypes")?.about).toEqual({
      title: "Mouse and man",
      homepage: "https://example.org/set",
      license: "https://example.org/cc0",
      citation: null,
    });
    const declared = CATALOG.replace(
      "    predicates:",
      "    title: Phenotypes\n    citation: Doe J. (2024)\n    predicates:",
    );
    const both = await load(declared, { "mp-hp.sssom.tsv": said + SET });
    expect(both.catalog.resources.get("phenotypes")?.about).toMatchObject({
      title: "Phenotypes",
      license: "https://example.org/cc0",
      citation: "Doe J. (2024)",
    });
  });

  it("reports where its declaration is wrong", async () => {
    expect(
      await problems(
        CATALOG.replace("[skos:exactMatch, skos:broadMatch]", "[exactMatch]")
          .replace("minConfidence: 0.5", "minConfidence: 5")
          .replace("{ from: HP, to", "{ from: HPO, to")
          .replace("relation: other", "relation: others")
          .replace("sssom:", "format: tsv\n    sssom:"),
      ),
    ).toEqual([
      "catalog.yaml:8:5: resources.phenotypes.format: unknown key format. There are sssom, metadata, predicates, minConfidence, maps, title, homepage, license, citation",
      "catalog.yaml:10:18: resources.phenotypes.predicates[0]: must be a CURIE, such as skos:exactMatch",
      "catalog.yaml:11:20: resources.phenotypes.minConfidence: must be a number from 0 to 1",
      expect.stringMatching(/^catalog.yaml:13:22: .*from: unknown type HPO. Did you mean HP\?/),
      expect.stringMatching(/^catalog.yaml:14:.*relation: must be one of/),
    ]);
  });

  it("reports where a prefix is missing from the set", async () => {
    expect(await problems(CATALOG.replace("prefix: mp", "prefix: MPO"))).toEqual([
      expect.stringMatching(
        /^catalog.yaml:12:50: resources.phenotypes.maps.mouse.to.prefix: unknown prefix MPO. Did you mean MP\?.* \(in mp-hp.sssom.tsv\)$/,
      ),
    ]);
  });

  it("reports the file and line where the set is broken", async () => {
    expect(await problems(CATALOG, { "mp-hp.sssom.tsv": "#a: [\nsubject_id\n" })).toEqual([
      expect.stringMatching(/^mp-hp.sssom.tsv:1:: the metadata is not YAML/),
    ]);
    expect(await problems(CATALOG, { "mp-hp.sssom.tsv": `${SSSOM_HEADER}subject_id\tobject_id\n` })).toEqual([
      "mp-hp.sssom.tsv:5:: this is not the header of a mapping set: it lacks predicate_id. There are subject_id, object_id",
    ]);
  });

  it("reports which file is missing", async () => {
    expect(
      await problems(CATALOG.replace("    predicates:", "    metadata: no.yml\n    predicates:")),
    ).toEqual([
      "catalog.yaml:9:15: resources.phenotypes.metadata: no.yml: there is no such file: put it there, or specify the folder of the tables",
    ]);
    expect(await problems(CATALOG.replace("mp-hp.sssom.tsv", "no.tsv"))).toEqual([
      "catalog.yaml:8:12: resources.phenotypes.sssom: no.tsv: there is no such file: put it there, or specify the folder of the tables",
    ]);
  });

  it("cannot be the primary resource of a type", async () => {
    expect(
      await problems(CATALOG.replace("{ pattern: 'HP:\\d+' }", "{ primary: phenotypes.subject_id }")),
    ).toEqual([expect.stringMatching(/HP.primary: phenotypes is a mapping set/)]);
  });
});
