import { invalidSourceId, type TraceStore } from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { sampleMapping, sampleOutcome, sampleSession } from "@waymark/trace-core/testing";
import fc from "fast-check";
import { expect, it } from "vitest";

import { runExecutor } from "../../test/support/executor-run.js";
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

it("writes what a run found, what it did not find, and how it found it", async () => {
  const store = new InMemoryTraceStore();
  const session = await runExecutor(store);
  const text = await textOf(sssomFormat.write(store, { sessionIds: [session.id] }));
  const day = session.startedAt.toISOString().slice(0, 10);
  const [header, table] = text.split("\nsubject_id\t");
  expect(
    header?.split("\n").filter((it) => !it.startsWith("#mapping_set_") && !it.startsWith("#comment")),
  ).toEqual([
    '#sssom_version: "1.1"',
    "#curie_map:",
    "#  RO: http://purl.obolibrary.org/obo/RO_",
    "#  UniProtKB: http://identifiers.org/uniprot/",
    "#  bioregistry: https://bioregistry.io/",
    "#  hgnc.symbol: http://identifiers.org/hgnc.symbol/",
    "#  oboInOwl: http://www.geneontology.org/formats/oboInOwl#",
    "#  waymark: https://www.npmjs.com/package/@waymark/trace-export#",
    "#license: https://w3id.org/sssom/license/unspecified",
    "#subject_source: bioregistry:hgnc.symbol",
    "#object_source: bioregistry:uniprot",
    "#mapping_tool: Waymark",
    `#mapping_tool_version: ${session.executorVersion ?? ""}`,
    "#extension_definitions:",
    "#  - slot_name: ext_derivation_path",
    "#    property: waymark:derivationPath",
    "#  - slot_name: ext_derivation_resources",
    "#    property: waymark:derivationResources",
    "#  - slot_name: ext_matched_as",
    "#    property: waymark:matchedAs",
  ]);
  expect(header).toContain(`#mapping_set_id: urn:uuid:${session.id}\n#mapping_set_version: `);
  const chain = ["semapv:MappingChaining", "2024-10", "2024_05"];
  const resources = "hgnc 2024-10|uniprot 2024_05";
  const weak = "0.665";
  const row = (
    subject: string,
    predicate: string,
    object: string,
    cardinality: string,
    confidence: string,
    id: string,
    as: string,
  ): string =>
    [
      `hgnc.symbol:${subject}`,
      subject,
      predicate,
      object,
      "",
      ...chain,
      cardinality,
      day,
      confidence,
      "",
      `HGNC_ID ${id}`,
      resources,
      as,
    ].join("\t");
  expect(`subject_id\t${table ?? ""}`.trimEnd().split("\n")).toEqual([
    "subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification\tsubject_source_version\t" +
      "object_source_version\tmapping_cardinality\tmapping_date\tconfidence\tcomment\text_derivation_path\t" +
      "ext_derivation_resources\text_matched_as",
    row("HNPCC", "skos:relatedMatch", "UniProtKB:P40692", "1:n", weak, "HGNC:7127", "alias"),
    row("HNPCC", "skos:relatedMatch", "UniProtKB:P43246", "1:n", weak, "HGNC:7325", "alias"),
    `hgnc.symbol:LOST\t\tskos:exactMatch\tsssom:NoTermFound\t\tsemapv:UnspecifiedMatching\t\t\t1:0\t${day}\t\t` +
      "not found at HGNC_ID HGNC:1 in uniprot\t\t\tapproved",
    `hgnc.symbol:NOTAGENE\t\tskos:exactMatch\tsssom:NoTermFound\t\tsemapv:UnspecifiedMatching\t\t\t1:0\t${day}\t\t` +
      "not found at HGNC_SYMBOL NOTAGENE in hgnc\t\t\t",
    row("TP53", "RO:0002205", "UniProtKB:A0A087", "n:n", "0.95", "HGNC:11998", "approved"),
    row("TP53", "RO:0002205", "UniProtKB:P04637", "n:n", "0.95", "HGNC:11998", "approved"),
    row("p53", "RO:0002205", "UniProtKB:A0A087", "n:n", weak, "HGNC:11998", "alias"),
    row("p53", "RO:0002205", "UniProtKB:P04637", "n:n", weak, "HGNC:11998", "alias"),
  ]);
});

it("describes cached answers by how the session that found them did so", async () => {
  const store = new InMemoryTraceStore();
  const first = await runExecutor(store, ["TP53"]);
  const second = await runExecutor(store, ["TP53"]);
  expect((await store.listOutcomes({ sessionId: second.id })).items[0]?.servedFrom).toBe("cache");
  const rows = async (id: string): Promise<SssomSet["rows"]> =>
    (await exported(store, {}, { sessionIds: [id] })).rows;
  expect(await rows(second.id)).toEqual(await rows(first.id));
});

it("has no rows for what failed, was filtered, or is not an identifier", async () => {
  const store = new InMemoryTraceStore();
  const session = sampleSession();
  const outcome = (sourceId: string, outcome: "unresolved" | "filtered" | "invalid" | "obsolete") =>
    sampleOutcome(session.id, [], { sourceId, outcome, answerFingerprint: null });
  const outcomes = [
    outcome("a", "unresolved"),
    outcome("b", "filtered"),
    outcome("c", "invalid"),
    outcome("d", "obsolete"),
  ];
  // Only its secondary identifier was mapped.
  const sourceId = invalidSourceId("");
  const mapping = sampleMapping({ sourceId });
  const bySecondary = sampleOutcome(session.id, [mapping], { sourceId, answerFingerprint: null });
  await store.write({
    sessionStarts: [session],
    mappings: [mapping],
    outcomes: [...outcomes, bySecondary],
  });
  expect((await exported(store)).rows.map((it) => [it.subject_id, it.object_id])).toEqual([
    ["G:d", "sssom:NoTermFound"],
  ]);
});

it("takes the latest answer if several sessions answered", async () => {
  const store = new InMemoryTraceStore();
  const early = sampleTrace({
    answers: [
      ["a", ["x", "y"]],
      ["b", []],
    ],
  });
  const late = sampleTrace({
    answers: [
      ["a", []],
      ["b", ["z"]],
    ],
  });
  const outcomes = late.outcomes.map((it) => ({ ...it, recordedAt: new Date("2026-05-05T00:00:00.000Z") }));
  await store.write(batchOf(early));
  await store.write(batchOf({ ...late, outcomes }));
  const { rows, metadata } = await exported(store);
  expect(rows.map((it) => [it.subject_id, it.object_id, it.mapping_cardinality])).toEqual([
    ["G:a", "sssom:NoTermFound", "1:0"],
    ["G:b", "P:z", "1:1"],
  ]);
  // The same sessions give the same id.
  expect((await exported(store)).metadata.mapping_set_id).toBe(metadata.mapping_set_id);
});

it("writes cardinalities that match the rows, even if several identifiers are the same CURIE", async () => {
  const answers = fc.uniqueArray(
    fc.tuple(
      fc.constantFrom("a", "b", "c", "G:a", "G:b", "d"),
      fc.uniqueArray(fc.constantFrom("u", "v", "w", "P:u"), { maxLength: 3 }),
    ),
    { selector: ([source]) => source },
  );
  await fc.assert(
    fc.asyncProperty(answers, async (it) => {
      const store = new InMemoryTraceStore();
      await store.write(batchOf(sampleTrace({ answers: it })));
      const rows = (await exported(store)).rows;
      const mapped = rows.filter((row) => row.object_id !== "sssom:NoTermFound");
      const others = (of: string, alike: string, row: SssomSet["rows"][number]): string =>
        new Set(mapped.filter((other) => other[alike] === row[alike]).map((other) => other[of])).size > 1
          ? "n"
          : "1";
      for (const row of mapped)
        expect(row.mapping_cardinality).toBe(
          `${others("subject_id", "object_id", row)}:${others("object_id", "subject_id", row)}`,
        );
      for (const row of rows) if (!mapped.includes(row)) expect(row.mapping_cardinality).toBe("1:0");
    }),
    { numRuns: 50 },
  );
});

it("counts the objects of two identifiers with the same CURIE together, even if others are between them", async () => {
  const store = new InMemoryTraceStore();
  const answers = [
    ["G:foo", ["x"]],
    ["Z", ["y"]],
    ["foo", ["z"]],
  ] as const;
  await store.write(batchOf(sampleTrace({ answers })));
  expect(
    (await exported(store)).rows.map((it) => [it.subject_id, it.object_id, it.mapping_cardinality]),
  ).toEqual([
    ["G:foo", "P:x", "1:n"],
    ["G:Z", "P:y", "1:1"],
    ["G:foo", "P:z", "1:n"],
  ]);
});

it("sorts rows as the standard requires", async () => {
  const store = new InMemoryTraceStore();
  await store.write(
    batchOf(
      sampleTrace({
        answers: [
          ["b", ["y", "x"]],
          ["a", ["z", "w", "v"]],
          ["c", []],
        ],
      }),
    ),
  );
  const keys = (await exported(store)).rows.map((it) =>
    [it.subject_id, it.predicate_id, it.object_id].join("\t"),
  );
  expect(keys).toEqual([...keys].sort());
  expect(keys).toHaveLength(6);
});

it("writes rows of mappings whose provenance was deleted", async () => {
  const store = new InMemoryTraceStore();
  const session = sampleSession();
  const mapping = sampleMapping({
    sourceId: "a",
    targetId: "x",
    hopCount: 2,
    derivationPath: ["i"],
    mappingSource: ["one", "two"],
  });
  await store.write({
    sessionStarts: [session],
    mappings: [mapping],
    outcomes: [sampleOutcome(session.id, [mapping])],
  });
  expect((await exported(store)).rows[0]).toMatchObject({
    predicate_id: "skos:relatedMatch",
    mapping_justification: "semapv:MappingChaining",
    ext_derivation_path: "i",
    ext_derivation_resources: "one|two",
    mapping_date: "2026-01-01",
  });
});
