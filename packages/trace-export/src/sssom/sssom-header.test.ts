import { isWaymarkError, type TraceStore } from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { expect, it } from "vitest";

import { batchOf, sampleTrace, textOf } from "../../test/support/sample-trace.js";
import { readSssomSet, type SssomSet } from "../../test/support/sssom-set.js";
import type { TraceSelection } from "../selection/trace-selection.js";
import { sssomFormat } from "./sssom-format.js";
import type { SssomOptions } from "./sssom-options.js";

const PREFIXES = {
  GENE: { prefix: "G", uri: "https://example.org/gene/", source: "bioregistry:gene" },
  PROTEIN: { prefix: "P", uri: "https://example.org/protein/" },
};

async function exported(
  store: TraceStore,
  options: SssomOptions = {},
  selection: TraceSelection = {},
): Promise<SssomSet> {
  return readSssomSet(await textOf(sssomFormat.write(store, selection, { prefixes: PREFIXES, ...options })));
}

async function failureOf(store: TraceStore, options: SssomOptions): Promise<string> {
  const pieces: string[] = [];
  try {
    for await (const it of sssomFormat.write(store, {}, options)) pieces.push(it);
  } catch (error) {
    expect(pieces).toEqual([]);
    expect(isWaymarkError(error, "invalid-export-option")).toBe(true);
    return (error as Error).message;
  }
  throw new Error("it was written");
}

it("writes identifiers unchanged if they already have their prefix", async () => {
  const store = new InMemoryTraceStore();
  const session = { sourceType: "HGNC_ID", targetType: "MONDO_ID" };
  await store.write(
    batchOf(
      sampleTrace({
        answers: [
          ["HGNC:5", ["0005148"]],
          ["6", ["MONDO:0000001"]],
        ],
        session,
      }),
    ),
  );
  const pairs = (await exported(store)).rows.map((it) => [it.subject_id, it.object_id]);
  expect(pairs.sort()).toEqual([
    ["HGNC:5", "MONDO:0005148"],
    ["HGNC:6", "MONDO:0000001"],
  ]);
});

it("takes the metadata of the header from the options", async () => {
  const store = new InMemoryTraceStore();
  await store.write(batchOf(sampleTrace({ answers: [["a", ["x"]]] })));
  const { metadata } = await exported(store, {
    license: "https://creativecommons.org/publicdomain/zero/1.0/",
    mappingSetId: "https://example.org/set",
    mappingSetVersion: "1.10",
    mappingSetTitle: "Genes: # and\n'proteins'",
  });
  expect(metadata).toMatchObject({
    license: "https://creativecommons.org/publicdomain/zero/1.0/",
    mapping_set_id: "https://example.org/set",
    mapping_set_version: "1.10",
    mapping_set_title: "Genes: # and 'proteins'",
    subject_source: "bioregistry:gene",
  });
  expect(metadata).not.toHaveProperty("object_source");
});

it("declares the prefix of a predicate from the options", async () => {
  const store = new InMemoryTraceStore();
  await store.write(batchOf(sampleTrace({ answers: [["a", ["x"]]] })));
  const { metadata, rows } = await exported(store, { predicates: { product: "obo:RO_0002205" } });
  expect(metadata.curie_map).toHaveProperty("obo", "http://purl.obolibrary.org/obo/");
  expect(rows[0]?.predicate_id).toBe("obo:RO_0002205");
});

it("names the resources, with licences and citations", async () => {
  const store = new InMemoryTraceStore();
  const resource = {
    name: "hgnc",
    release: "1",
    contentHash: null,
    title: "HGNC",
    homepage: "https://www.genenames.org/",
    license: "CC0",
    citation: "Seal: 2023",
  };
  const other = {
    ...resource,
    name: "table",
    title: null,
    homepage: "no address",
    license: null,
    citation: null,
  };
  await store.write(
    batchOf(sampleTrace({ answers: [["a", ["x"]]], session: { resources: [resource, other] } })),
  );
  const { metadata } = await exported(store);
  expect(metadata.comment).toBe(
    "Resources: hgnc (HGNC), release 1, licence CC0, Seal: 2023; table, release 1",
  );
  expect(metadata.mapping_set_source).toEqual(["https://www.genenames.org/"]);
});

it("refuses types without a prefix, all at once, and invalid CURIEs and URIs", async () => {
  const store = new InMemoryTraceStore();
  await store.write(batchOf(sampleTrace({ answers: [["a", ["x"]]] })));
  expect(await failureOf(store, {})).toBe(
    'prefixes lacks GENE, PROTEIN: specify their prefixes, as in { GENE: { prefix: "example", uri: "https://example.org/" } }',
  );
  const { GENE, PROTEIN } = PREFIXES;
  const of = (gene: object): SssomOptions => ({ prefixes: { GENE: { ...GENE, ...gene }, PROTEIN } });
  expect(await failureOf(store, of({ prefix: "a b" }))).toMatch(
    /^prefixes\.GENE has the prefix "a b"; use letters/,
  );
  expect(await failureOf(store, of({ uri: "gene" }))).toMatch(
    /^prefixes\.GENE has the uri "gene"; it should be/,
  );
  expect(await failureOf(store, of({ prefix: "skos" }))).toMatch(
    /^prefixes\.GENE has the prefix skos, which is already used for something else/,
  );
  expect(await failureOf(store, of({ source: "unknown:x" }))).toMatch(
    /^prefixes\.GENE has the source "unknown:x"; it should be a CURIE/,
  );
  expect(await failureOf(store, { prefixes: { GENE, PROTEIN: { ...PROTEIN, prefix: "G" } } })).toMatch(
    /^prefixes\.PROTEIN has the prefix G, which/,
  );
  expect(await failureOf(store, { prefixes: PREFIXES, license: "CC0" })).toMatch(
    /^license is "CC0" and should be a URI/,
  );
});

it("writes an empty store as a set without mappings", async () => {
  const { metadata, rows } = await exported(new InMemoryTraceStore());
  expect(rows).toEqual([]);
  expect(metadata.mapping_set_id).toMatch(/^urn:uuid:/);
});
