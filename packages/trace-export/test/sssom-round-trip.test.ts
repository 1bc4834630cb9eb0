import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createCatalog, DeclaredType, loadSssom, MappingExecutor } from "@waymark/executor";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";

import { sssomFormat } from "../src/index.js";
import { runExecutor } from "./support/executor-run.js";
import { HOSTILE_TEXTS, hostileText } from "./support/hostile-text.js";
import { batchOf, sampleTrace, textOf } from "./support/sample-trace.js";
import { readSssomSet } from "./support/sssom-set.js";

const PREFIXES = {
  GENE: { prefix: "G", uri: "https://example.org/gene/" },
  PROTEIN: { prefix: "P", uri: "https://example.org/protein/" },
};
const RULES = { trim: false } as const;
// Anything without the prefix: an identifier that has it would be written unchanged.
const GENE = new DeclaredType("GENE", { ...RULES, pattern: "(?!G:)[^]*" });
const PROTEIN = new DeclaredType("PROTEIN", { ...RULES, pattern: "(?!P:)[^]*" });

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "waymark-sssom-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Answers = readonly (readonly [source: string, targets: readonly string[]])[];

interface ReadBack {
  /** Targets and confidences, by source. */
  readonly found: ReadonlyMap<string, readonly (readonly [target: string, confidence: number | null])[]>;
  readonly skipped: number;
}

function identifier(prefix: string): fc.Arbitrary<string> {
  return hostileText.filter((it) => !it.startsWith(`${prefix}:`));
}

/** What our own reader finds in the export of these answers, and what it skips. */
async function readBack(answers: Answers): Promise<ReadBack> {
  const store = new InMemoryTraceStore();
  await store.write(batchOf(sampleTrace({ answers })));
  const file = join(folder, "set.sssom.tsv");
  await writeFile(
    file,
    await textOf(
      sssomFormat.write(store, {}, { prefixes: PREFIXES, predicates: { product: "skos:exactMatch" } }),
    ),
  );
  const { resource, rowsSkipped, identifiersSkipped } = await loadSssom({
    name: "set",
    file,
    maps: [
      { name: "map", source: { type: GENE, prefixes: ["G"] }, target: { type: PROTEIN, prefixes: ["P"] } },
    ],
  });
  const { hits } = await resource.lookUp({
    map: "map",
    rank: 0,
    direction: "forward",
    identifiers: answers.map(([source]) => source),
    signal: AbortSignal.timeout(10_000),
  });
  return {
    found: new Map(
      [...hits].map(([source, list]) => [source, list.map((it) => [it.identifier, it.confidence])]),
    ),
    skipped: rowsSkipped + identifiersSkipped,
  };
}

/** The expected content of the sample: the first target has the highest confidence. */
function expected(answers: Answers): ReadBack["found"] {
  const mapped = answers.filter(([, targets]) => targets.length > 0);
  return new Map(mapped.map(([source, targets]) => [source, targets.map((it, i) => [it, 0.9 - i / 100])]));
}

function sorted(found: ReadBack["found"]): unknown {
  return new Map(
    [...found].map(([source, list]) => [source, [...list].sort(([a], [b]) => (a < b ? -1 : 1))]),
  );
}

it("reads back every identifier and every confidence, whatever the text", async () => {
  const answers = fc.uniqueArray(
    fc.tuple(identifier("G"), fc.uniqueArray(identifier("P"), { maxLength: 3 })),
    {
      minLength: 1,
      maxLength: 8,
      selector: ([source]) => source,
    },
  );
  await fc.assert(
    fc.asyncProperty(answers, async (it) => {
      const { found, skipped } = await readBack(it);
      expect(sorted(found)).toEqual(sorted(expected(it)));
      expect(skipped).toBe(0);
    }),
    { numRuns: 100 },
  );
});

it("reads back each of the texts that break writers", async () => {
  const answers = HOSTILE_TEXTS.map((it, i): Answers[number] => [it, [`${it}${String(i)}`]]);
  const { found } = await readBack(answers);
  expect(found).toEqual(expected(answers));
});

it("maps with the exported set as the original run did", async () => {
  const store = new InMemoryTraceStore();
  const session = await runExecutor(store);
  const file = join(folder, "run.sssom.tsv");
  const text = await textOf(sssomFormat.write(store, { sessionIds: [session.id] }));
  await writeFile(file, text);
  const symbol = new DeclaredType("HGNC_SYMBOL", { pattern: "[^;:]+" });
  const protein = new DeclaredType("UNIPROTKB_AC", { pattern: "[A-Z0-9]+" });
  const { resource } = await loadSssom({
    name: "set",
    file,
    predicates: ["RO:0002205", "skos:relatedMatch"],
    maps: [
      {
        name: "protein",
        source: { type: symbol, prefixes: ["hgnc.symbol"] },
        target: { type: protein, prefixes: ["UniProtKB"] },
      },
    ],
  });
  expect(resource.release).toBe(readSssomSet(text).metadata.mapping_set_version);
  const again = new MappingExecutor({
    catalog: createCatalog({ types: [symbol, protein], resources: [resource] }),
    store: new InMemoryTraceStore(),
  });
  const { results } = await again.executeMapping({
    sourceType: "HGNC_SYMBOL",
    targetType: "UNIPROTKB_AC",
    identifiers: ["TP53", "p53", "HNPCC", "LOST", "NOTAGENE"],
  });
  for (const { outcome } of results) {
    const [before] = (await store.listOutcomes({ sessionId: session.id, sourceIds: [outcome.sourceId] }))
      .items;
    expect(outcome.outcome).toBe(before?.outcome);
    const pairs = (it: typeof before): unknown =>
      it?.targets.map((target) => [target.targetId, target.confidence]);
    expect(pairs(outcome)).toEqual(pairs(before));
  }
});
