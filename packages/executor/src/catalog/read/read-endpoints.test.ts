import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { describe, expect, it } from "vitest";

import { catalogFolder } from "../../../test/support/catalog-folder.js";
import type { Endpoint } from "../../endpoint.js";
import { loadCatalog } from "../load-catalog.js";

const CATALOG = `types:
  GENE: { pattern: 'g\\d+' }
  LABEL: {}
resources:
  genes:
    file: genes.tsv
    maps: { label: { from: { type: LABEL, column: label }, to: { type: GENE, column: gene } } }
`;

async function load(endpoint: string, files: Readonly<Record<string, string | Buffer>>) {
  const folder = await catalogFolder({
    "genes.tsv": "gene\tlabel\ng1\tone\n",
    "catalog.yaml": `${CATALOG}endpoints: { e: ${endpoint} }\n`,
    ...files,
  });
  return loadCatalog(join(folder, "catalog.yaml"));
}

async function endpointOf(endpoint: string, files: Readonly<Record<string, string | Buffer>>) {
  const { catalog } = await load(endpoint, files);
  return catalog.endpoints?.get("e");
}

const has = (endpoint: Endpoint | undefined, ...ids: string[]) => ids.filter((it) => endpoint?.has?.(it));

describe("endpoints", () => {
  it("can name a column with each of their types", async () => {
    const endpoint = await endpointOf(
      "{ file: e.tsv, release: 2024-10, types: [{ type: GENE, column: id, listSeparator: '|' }, { type: LABEL, column: name }] }",
      { "e.tsv": "name\tid\na\tg1| g2 \nb\tg3\n" },
    );
    expect(endpoint).toMatchObject({ name: "e", types: ["GENE", "LABEL"], release: "2024-10" });
    expect(has(endpoint, "g1", "g2", "g3", "g4")).toEqual(["g1", "g2", "g3"]);
  });

  it("can name the column of their primary type beside the file", async () => {
    const endpoint = await endpointOf("{ file: e.tsv, column: id, types: [GENE, LABEL] }", {
      "e.tsv": "id\ng1\n",
    });
    expect(has(endpoint, "g1")).toEqual(["g1"]);
  });

  it("recognise the format by name or by declaration, gzipped or not", async () => {
    const packed = await endpointOf("{ file: e.CSV.GZ, column: id, types: [GENE] }", {
      "e.CSV.GZ": gzipSync('id,x\n"g1",y\n'),
    });
    const declared = await endpointOf("{ file: e.txt, format: csv, column: id, types: [GENE] }", {
      "e.txt": "id,x\ng1,y\n",
    });
    expect([has(packed, "g1"), has(declared, "g1")]).toEqual([["g1"], ["g1"]]);
  });

  it("leave out cells that are not of their type, and rows that do not fit the header", async () => {
    const endpoint = await endpointOf("{ file: e.tsv, column: id, types: [GENE] }", {
      "e.tsv": "name\tid\na\tg1\nb\tnone\ng7\nc\tg3\td\n",
    });
    expect(has(endpoint, "g1", "g3", "g7", "none")).toEqual(["g1"]);
  });

  it("do not know their identifiers if they were declared without a file", async () => {
    expect(await endpointOf("{ types: [GENE] }", {})).toEqual({ name: "e", types: ["GENE"], release: null });
  });

  it.each([
    ["{ file: e.tsv, column: id, types: [GENE] }", "", "is empty"],
    ["{ file: e.tsv, column: id, types: [GENE] }", "id\n", "has a header and no rows"],
    ["{ file: e.tsv, column: id, types: [GENE] }", "a\tid\ng1\n", "has no row that fits its header"],
    ["{ file: e.tsv, column: id, types: [GENE] }", "id\nx\n", "no cell of id is a GENE"],
    ["{ file: e.tsv, column: id, types: [GENE] }", "id\tid\ng1\tg2\n", "two columns"],
    ["{ file: e.tsv, column: ids, types: [GENE] }", "id\ng1\n", "Did you mean id?"],
    [
      "{ file: e.tsv, types: [{ type: GENE, column: id }, { type: LABEL, column: nam }] }",
      "id\tname\ng1\ta\n",
      "nam",
    ],
    ["{ file: e.tsv, column: id, types: [{ type: GENE, column: id }] }", "id\ng1\n", "keep one"],
    ["{ file: e.tsv, types: [GENE] }", "id\ng1\n", "file and column go together"],
    ["{ types: [{ column: id }] }", "", "lacks type"],
    ["{ types: [GENES] }", "", "unknown type GENES"],
  ])("say where %s over %j is wrong", async (endpoint, table, message) => {
    await expect(load(endpoint, { "e.tsv": table })).rejects.toMatchObject({
      code: "invalid-catalog",
      details: {
        problems: expect.arrayContaining([
          expect.objectContaining({ line: 8, message: expect.stringContaining(message) as string }),
        ]) as unknown,
      },
    });
  });

  it("report the line of their table where a quote is out of place", async () => {
    await expect(
      load("{ file: e.csv, column: id, types: [GENE] }", { "e.csv": 'id\ng1\n"g2' }),
    ).rejects.toMatchObject({
      details: { problems: [{ file: expect.stringContaining("e.csv") as string, line: 3 }] },
    });
  });
});
