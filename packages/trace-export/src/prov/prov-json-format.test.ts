import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import type { TraceStore } from "@waymark/trace-core";
import fc from "fast-check";
import { expect, it } from "vitest";

import { runExecutor } from "../../test/support/executor-run.js";
import { batchOf, hostileTrace, sampleTrace, textOf } from "../../test/support/sample-trace.js";
import type { TraceSelection } from "../selection/trace-selection.js";
import { provJsonFormat } from "./prov-json-format.js";

type Attributes = Readonly<Record<string, unknown>>;
type Document = Readonly<Record<string, Readonly<Record<string, Attributes>>>>;

async function exported(store: TraceStore, selection: TraceSelection = {}): Promise<Document> {
  const text = await textOf(provJsonFormat.write(store, selection));
  const document = JSON.parse(text) as Document;
  const { prefix: _, ...groups } = document;
  // Duplicate keys would be lost silently.
  const entries = Object.values(groups).flatMap((it) => Object.keys(it));
  expect(text.match(/^"[^"]+": \{./gm)).toHaveLength(entries.length + 1);
  return document;
}

function typed(document: Document, type: string): [string, Attributes][] {
  const all = Object.entries({ ...document.entity, ...document.activity });
  return all.filter(([, it]) => (it["prov:type"] as { $: string }).$ === `waymark:${type}`);
}

function idOf(document: Document, type: string, attribute: string, value: unknown): string {
  const [[id] = [""]] = typed(document, type).filter(([, it]) => it[`waymark:${attribute}`] === value);
  return id;
}

const pairs = (document: Document, relation: string, from: string, to: string): string[] =>
  Object.values(document[relation] ?? {}).map(
    (it) => `${String(it[`prov:${from}`])} ${String(it[`prov:${to}`])}`,
  );

it("shows how an answer was found: by which run and path, from which resources in which release", async () => {
  const store = new InMemoryTraceStore();
  const { id, executorVersion } = await runExecutor(store);
  const document = await exported(store);
  const answer = idOf(document, "IdentifierOutcome", "sourceId", "TP53");
  const mapping = idOf(document, "EntityMapping", "targetId", "P04637");
  const [uniprot, hgnc] = ["2024_05", "2024-10"].map((it) => idOf(document, "Resource", "release", it));
  expect(document.entity?.[answer]).toMatchObject({
    "waymark:outcome": "mapped_to_many",
    "waymark:rawId": ["TP53"],
  });
  expect(pairs(document, "wasGeneratedBy", "entity", "activity")).toContain(`${answer} uuid:${id}`);
  expect(pairs(document, "wasDerivedFrom", "generatedEntity", "usedEntity")).toContain(
    `${answer} ${mapping}`,
  );
  const observations = pairs(document, "specializationOf", "generalEntity", "specificEntity")
    .filter((it) => it.startsWith(mapping))
    .map((it) => it.split(" ")[1] ?? "");
  expect(observations.length).toBeGreaterThan(0);
  const [execution = ""] = typed(document, "MappingPathExecution").map(([it]) => it);
  for (const observation of observations) {
    const derived = pairs(document, "wasDerivedFrom", "generatedEntity", "usedEntity");
    expect(derived).toContain(`${observation} ${hgnc ?? ""}`);
    expect(derived).toContain(`${observation} ${uniprot ?? ""}`);
    expect(pairs(document, "wasGeneratedBy", "entity", "activity")).toContain(`${observation} ${execution}`);
  }
  expect(pairs(document, "used", "activity", "entity")).toContain(`${execution} ${hgnc ?? ""}`);
  expect(pairs(document, "wasInformedBy", "informed", "informant")).toEqual([`${execution} uuid:${id}`]);
  const [[agent, about] = ["", {}]] = Object.entries(document.agent ?? {});
  expect(about).toMatchObject({ "prov:label": `Waymark ${executorVersion ?? ""}` });
  expect(pairs(document, "wasAssociatedWith", "activity", "agent")).toEqual([
    `uuid:${id} ${agent}`,
    `${execution} ${agent}`,
  ]);
});

it("shows which run a cached answer comes from", async () => {
  const store = new InMemoryTraceStore();
  const first = await runExecutor(store, ["TP53"]);
  const second = await runExecutor(store, ["TP53", "p53"]);
  const document = await exported(store, { sessionIds: [second.id] });
  expect(pairs(document, "wasInformedBy", "informed", "informant")).toContain(
    `uuid:${second.id} uuid:${first.id}`,
  );
  expect(typed(document, "EntityMapping")).toHaveLength(4);
  expect(typed(document, "MappingSession")).toHaveLength(1);
});

it("refers only to what it declares, and declares everything once, whatever the text", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(hostileTrace, { maxLength: 2 }), fc.boolean(), async (traces, isWhole) => {
      const store = new InMemoryTraceStore();
      for (const it of traces) await store.write(batchOf(it));
      const sessionIds = traces.map((it) => it.session.id);
      const document = await exported(store, isWhole || traces.length === 0 ? {} : { sessionIds });
      const declared = new Set(
        ["entity", "activity", "agent"].flatMap((it) => Object.keys(document[it] ?? {})),
      );
      for (const [group, entries] of Object.entries(document)) {
        if (["prefix", "entity", "activity", "agent"].includes(group)) continue;
        for (const relation of Object.values(entries))
          for (const [role, id] of Object.entries(relation))
            if (role !== "prov:time") expect(declared).toContain(id);
      }
      const mappings = new Map(traces.flatMap((trace) => trace.mappings.map((it) => [`uuid:${it.id}`, it])));
      const written = typed(document, "EntityMapping");
      expect(written.map(([id]) => id).sort()).toEqual([...mappings.keys()].sort());
      for (const [id, it] of written) {
        expect(it["waymark:sourceId"]).toBe(mappings.get(id)?.sourceId);
        expect(it["waymark:targetId"]).toBe(mappings.get(id)?.targetId);
      }
    }),
    { numRuns: 50 },
  );
});

it("collects what is known about a resource, and keeps its releases apart", async () => {
  const store = new InMemoryTraceStore();
  const resource = {
    name: "hgnc",
    release: "1",
    title: "HGNC",
    homepage: null,
    license: "CC0",
    citation: null,
  };
  for (const [release, contentHash] of [
    ["1", "a"],
    ["1", "b"],
    ["2", "c"],
  ] as const) {
    const resources = [{ ...resource, release, contentHash: contentHash.repeat(64) }];
    await store.write(batchOf(sampleTrace({ answers: [], session: { resources } })));
  }
  const document = await exported(store);
  const [one] = typed(document, "Resource").filter(([, it]) => it["waymark:release"] === "1");
  expect(typed(document, "Resource")).toHaveLength(2);
  expect(one?.[1]).toMatchObject({
    "prov:label": "HGNC",
    "waymark:license": "CC0",
    "waymark:contentHash": ["a".repeat(64), "b".repeat(64)],
  });
});

it("writes an empty store as a document without groups", async () => {
  expect(Object.keys(await exported(new InMemoryTraceStore()))).toEqual(["prefix"]);
});
