import { MappingExecutor, StrategyOrchestrator, type MappingRequest } from "@waymark/executor";
import { ExecutionTraceLogger, isWaymarkError } from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { expect, it } from "vitest";

import { runReport, unmappedOf, type RunReport } from "../src/index.js";
import { tableCatalog, type TableCatalogOptions } from "./support/table-catalog.js";

/** Labels of entities whose products are targets; looking up `down` fails, `gone` was withdrawn. */
const catalog: TableCatalogOptions = {
  tables: [
    {
      name: "labels",
      from: "A",
      to: "B",
      relation: "names",
      ranks: [
        {
          as: "approved",
          confidence: 1,
          table: { one: ["b1"], many: ["b2"], same: ["b3"], down: ["b9"], gone: ["b8"] },
        },
        { as: "alias", confidence: 0.5, table: { twin: ["b4", "b5"] } },
      ],
    },
    {
      name: "products",
      release: "2024-10",
      from: "B",
      to: "Z",
      relation: "product",
      ranks: [
        {
          confidence: 0.9,
          table: {
            b1: ["z1"],
            b2: ["z2", "z3"],
            b3: ["z4"],
            b4: ["z4"],
            b5: ["z4", "z5"],
            b9: new Error("disk on fire"),
          },
        },
      ],
    },
  ],
  histories: [{ type: "B", resource: "withdrawn", successors: { b8: [] } }],
  paths: { main: ["labels", "products"] },
};

const identifiers = ["one", "many", "same", "twin", "down", "gone", "unknown", " one"];

async function reported(
  request: Partial<MappingRequest> = {},
  store = new InMemoryTraceStore(),
): Promise<RunReport> {
  const executor = new MappingExecutor({ catalog: tableCatalog(catalog), store });
  const { session } = await executor.executeMapping({
    sourceType: "A",
    targetType: "Z",
    identifiers,
    ...request,
  });
  return runReport(store, session.id);
}

const positive = (list: readonly { readonly count: number }[]): unknown[] =>
  list.filter((it) => it.count > 0);

it("counts identifiers by outcome, interpretation and status", async () => {
  const report = await reported();
  expect(report.identifiers).toBe(7);
  expect(report.session.inputCount).toBe(8);
  expect(positive(report.outcomes)).toEqual([
    { outcome: "mapped", count: 2, share: 2 / 7 },
    { outcome: "mapped_to_many", count: 2, share: 2 / 7 },
    { outcome: "unresolved", count: 1, share: 1 / 7 },
    { outcome: "obsolete", count: 1, share: 1 / 7 },
    { outcome: "not_found", count: 1, share: 1 / 7 },
  ]);
  expect(report.mapped).toEqual({ count: 4, share: 4 / 7 });
  expect(report.ambiguous.count).toBe(1);
  expect(report.matchedAs).toEqual({
    items: [
      { name: "approved", count: 5, share: 5 / 7 },
      { name: "alias", count: 1, share: 1 / 7 },
    ],
    total: 2,
    truncated: false,
  });
  expect(positive(report.sourceStatuses)).toEqual([{ sourceStatus: "unknown", count: 7, share: 1 }]);
});

it("counts targets by confidence, hops, direction and cardinality", async () => {
  const report = await reported();
  // one → z1; many → z2, z3; same → z4; twin → z4, z5
  expect(report.targets).toBe(6);
  expect(report.confidenceBands.filter((it) => it.targets.count > 0)).toEqual([
    { from: 0.4, to: 0.5, targets: { count: 2, share: 2 / 6 }, identifiers: { count: 1, share: 1 / 4 } },
    { from: 0.9, to: 1, targets: { count: 4, share: 4 / 6 }, identifiers: { count: 3, share: 3 / 4 } },
  ]);
  expect(report.hopCounts).toEqual([{ hopCount: 2, count: 6, share: 1 }]);
  expect(positive(report.directions)).toEqual([{ direction: "forward", count: 6, share: 1 }]);
  expect(report.cardinalities).toEqual({
    oneToOne: { count: 1, share: 1 / 6 },
    oneToMany: { count: 3, share: 3 / 6 },
    manyToOne: { count: 1, share: 1 / 6 },
    manyToMany: { count: 1, share: 1 / 6 },
    distinctTargets: 5,
    sampledShare: 1,
  });
  expect(report.validation).toEqual([{ validationStatus: null, count: 6, share: 1 }]);
});

it("says how far identifiers got, where they were lost, and at which resource", async () => {
  const report = await reported();
  expect(report.paths.items).toMatchObject([
    {
      pathId: "main",
      role: "main",
      identifiers: { count: 4 },
      targets: { count: 6 },
      decided: 0,
      executions: 1,
      failures: 0,
      funnel: [
        { step: 0, resource: "labels", inputType: "A", outputType: "B", in: 7, out: 6 },
        { step: 1, resource: "products", inputType: "B", outputType: "Z", in: 6, out: 4 },
      ],
    },
  ]);
  expect(report.losses.items.map((it) => [it.resource, it.reason, it.branches, it.identifiers])).toEqual([
    ["labels", "not_found", 1, 1],
    ["products", "failed", 1, 1],
    ["withdrawn", "withdrawn", 1, 1],
  ]);
  expect(report.errors.items).toEqual([
    { code: "resource-failed", pathId: "main", resource: "products", count: 1, example: "disk on fire" },
    {
      code: "resource-failed",
      pathId: null,
      resource: null,
      count: 1,
      example: expect.stringContaining("1 of 8 inputs are unresolved") as string,
    },
  ]);
  expect(report.leastReliable).toEqual(["products"]);
  expect(report.resources.items.find((it) => it.resource === "products")).toMatchObject({
    versions: [{ release: "2024-10", contentHash: null }],
    uses: 1,
    failures: { count: 1, share: 1 },
    inputCount: 6,
    outputCount: 5,
  });
  expect(report.metrics.items).toContainEqual({
    type: "session",
    name: "inputs",
    value: 8,
    unit: "identifiers",
  });
});

it("lists identifiers without a target, each with its reason, and all of them on request", async () => {
  const store = new InMemoryTraceStore();
  const { unmapped, session } = await reported({}, store);
  expect(unmapped.items).toEqual([
    {
      sourceId: "down",
      rawIds: ["down"],
      outcome: "unresolved",
      reason: "Could not be looked up at B b9 in products, step 2 of main: disk on fire.",
    },
    {
      sourceId: "gone",
      rawIds: ["gone"],
      outcome: "obsolete",
      reason: "Withdrawn without a successor at B b8 in withdrawn, step 2 of main.",
    },
    {
      sourceId: "unknown",
      rawIds: ["unknown"],
      outcome: "not_found",
      reason: "Not found at A unknown in labels, step 1 of main.",
    },
  ]);
  const bounded = await runReport(store, session.id, { maxUnmapped: 1 });
  expect(bounded.unmapped).toEqual({ items: unmapped.items.slice(0, 1), total: 3, truncated: true });
  const all = [];
  for await (const it of unmappedOf(store, session.id)) all.push(it);
  expect(all).toEqual(unmapped.items);
});

it("distinguishes answers from the cache, but includes them in the funnel", async () => {
  const store = new InMemoryTraceStore();
  const live = await reported({}, store);
  const cached = await reported({ identifiers: ["one", "many", "unknown"] }, store);
  expect(cached.cache).toEqual({
    served: { count: 3, share: 1 },
    sessions: { items: [{ sessionId: live.session.id, answers: 3 }], total: 1, truncated: false },
  });
  expect(cached.paths.items).toMatchObject([
    {
      pathId: "main",
      executions: 0,
      p50DurationMs: null,
      funnel: [
        { resource: "labels", in: 3, out: 2 },
        { resource: "products", in: 2, out: 2 },
      ],
    },
  ]);
});

it("lists the paths and results of a validation", async () => {
  const report = await reported({ validate: true, identifiers: ["one", "twin"] });
  expect(report.paths.items.map((it) => it.role)).toEqual(["main", "validation"]);
  expect(report.validation.map((it) => [it.validationStatus, it.count])).toEqual([
    ["validated", 2],
    ["validated_ambiguous", 1],
  ]);
});

it("says that a session is still running, or was abandoned, and reports what it has committed", async () => {
  const store = new InMemoryTraceStore();
  const executor = new MappingExecutor({ catalog: tableCatalog(catalog), store });
  const run = executor.streamMapping({ sourceType: "A", targetType: "Z", identifiers, sliceSize: 2 });
  await run.next();
  const [{ id: sessionId } = { id: "" }] = (await store.listSessions()).items;
  const running = await runReport(store, sessionId);
  expect(running).toMatchObject({ isFinal: false, session: { status: "running" } });
  expect(running.notes[0]).toContain("still running");
  expect(running.identifiers).toBeGreaterThanOrEqual(2);
  await store.abandonStale({ isOwnerAlive: () => false });
  const abandoned = await runReport(store, sessionId);
  expect(abandoned).toMatchObject({ isFinal: false, session: { status: "abandoned" } });
  expect(abandoned.notes[0]).toContain("abandoned");
  await expect(run.return(undefined as never)).rejects.toSatisfy((it) => isWaymarkError(it));
});

it("says where the answers of a strategy are, and never that a cancelled strategy can be resumed", async () => {
  const store = new InMemoryTraceStore();
  const logger = new ExecutionTraceLogger(store);
  const tables = tableCatalog(catalog);
  const executor = new MappingExecutor({ catalog: tables, store, logger });
  const strategies = new StrategyOrchestrator(logger, { catalog: tables, executor });
  const convert = { name: "1-convert", action: "convert", isRequired: true, parameters: { to: "Z" } };
  const strategy = { name: "s", description: null, sourceType: "A", steps: [convert] };
  const { session } = await strategies.run(strategy, ["one", "absent"]);
  const { notes } = await runReport(store, session.id);
  expect(notes.join()).toMatch(/ran the strategy s, .* tagged strategy:.*; 1 of its 2 inputs came through/);
  const { items } = await store.listSessions();
  expect(items.filter((it) => it.tags.includes(`strategy:${session.id}`))).toHaveLength(1);

  await expect(
    strategies.run(strategy, [], { signal: AbortSignal.abort(new Error("no")) }),
  ).rejects.toThrow();
  const [cancelled] = (await store.listSessions({ status: "cancelled" })).items;
  const report = await runReport(store, cancelled!.id);
  expect(report.notes[0]).toMatch(/^The session was cancelled .* committed\.$/);
});

it("survives a round trip through JSON", async () => {
  const report = await reported();
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
});

it("reports its progress", async () => {
  const store = new InMemoryTraceStore();
  const { session } = await reported({}, store);
  const seen: unknown[] = [];
  await runReport(store, session.id, { onProgress: (it) => seen.push(it) });
  expect(seen).toEqual([{ identifiers: 7, inputCount: 8 }]);
});

it("refuses an unknown session", async () => {
  const store = new InMemoryTraceStore();
  const isUnknown = (error: unknown): boolean => isWaymarkError(error, "session-not-found");
  await expect(runReport(store, "none")).rejects.toSatisfy(isUnknown);
  await expect(unmappedOf(store, "none").next()).rejects.toSatisfy(isUnknown);
});
