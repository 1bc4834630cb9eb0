import { isWaymarkError, type TraceBatch } from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { describe, expect, it } from "vitest";

import { createCatalog, DeclaredType, FunctionResource } from "../index.js";
import { memoryCatalog } from "../../test/support/memory-catalog.js";
import { MappingExecutor } from "./mapping-executor.js";
import type { MappingReport, MappingResult } from "./result/mapping-result.js";

const ids = Array.from({ length: 60 }, (_, i) => `a${String(i % 50)}`);
const request = { sourceType: "A", targetType: "Z", identifiers: ids, sliceSize: 10, batchSize: 4 };

/** Every fourth identifier is unknown, every fifth has two targets. */
const catalog = memoryCatalog({
  resources: [
    {
      name: "r",
      maps: [
        {
          from: "A",
          to: "Z",
          ranks: [
            {
              table: Object.fromEntries(
                ids
                  .filter((_, i) => i % 4 > 0)
                  .map((id, i) => [id, i % 5 === 0 ? [`z${id}`, `y${id}`] : [`z${id}`]]),
              ),
            },
          ],
        },
      ],
    },
  ],
  paths: { p: ["r"] },
});

/** A store whose process dies: from the given write on, nothing is written, not even the end of the session. */
class DyingStore extends InMemoryTraceStore {
  left = Number.POSITIVE_INFINITY;

  override async write(batch: TraceBatch): Promise<void> {
    if (this.left-- <= 0) throw new Error("killed");
    await super.write(batch);
  }
}

const shown = (results: readonly MappingResult[]) =>
  results.map(({ raw, outcome, targets }) => [raw, outcome.outcome, outcome.rawIds, targets]);

describe("a run that was killed", () => {
  it("ends, when resumed, with the results of an uninterrupted run, wherever it was killed", async () => {
    const undisturbed = await new MappingExecutor({
      catalog,
      store: new InMemoryTraceStore(),
    }).executeMapping(request);
    for (let writes = 1; writes <= 6; writes++) {
      const store = new DyingStore();
      store.left = writes;
      await expect(new MappingExecutor({ catalog, store }).executeMapping(request)).rejects.toThrow("killed");
      store.left = Number.POSITIVE_INFINITY;
      const [session] = (await store.listSessions()).items;
      const sessionId = session?.id ?? "";
      const before = (await store.listPathExecutions({ sessionId })).items.map((it) => it.id);

      const executor = new MappingExecutor({ catalog, store, isOwnerAlive: () => false });
      const resumed = await executor.resume(sessionId, ids);

      expect(shown(resumed.results)).toEqual(shown(undisturbed.results));
      expect(resumed.session).toMatchObject({ id: sessionId, status: "completed" });
      expect({ ...resumed.summary, durationMs: 0 }).toEqual({ ...undisturbed.summary, durationMs: 0 });
      const after = (await store.listPathExecutions({ sessionId })).items;
      expect(after.map((it) => it.id)).toEqual(expect.arrayContaining(before));
      // No committed batch is mapped again.
      expect(after.map((it) => it.batchIndex).sort((a, b) => a - b)).toEqual(after.map((_, i) => i));
      expect(after.reduce((sum, it) => sum + it.inputCount, 0)).toBe(50);
    }
  });

  it("continues from where it was cancelled", async () => {
    const store = new InMemoryTraceStore();
    const controller = new AbortController();
    const executor = new MappingExecutor({ catalog, store });
    const cancelled = executor.executeMapping({
      ...request,
      signal: controller.signal,
      onProgress: ({ phase }) => {
        if (phase === "writing") controller.abort();
      },
    });
    await cancelled.catch(() => undefined);
    const [session] = (await store.listSessions()).items;
    expect(session?.status).toBe("cancelled");
    const { results } = await executor.resume(session?.id ?? "", ids);
    expect(results).toHaveLength(60);
  });

  it("is not resumed if it has ended, is unknown, or its catalog has changed", async () => {
    const store = new InMemoryTraceStore();
    const executor = new MappingExecutor({ catalog, store });
    const { session } = await executor.executeMapping(request);
    const codeOf = (call: Promise<unknown>) =>
      call.then(
        () => "none",
        (error: unknown) => (isWaymarkError(error) ? error.code : "other"),
      );
    expect(await codeOf(executor.resume(session.id, ids))).toBe("session-status-conflict");
    await expect(executor.resume(session.id, ids)).rejects.toThrow(
      "is completed, not abandoned or cancelled",
    );
    expect(await codeOf(executor.resume("00000000-0000-7000-8000-000000000000", ids))).toBe(
      "session-not-found",
    );
    const other = new MappingExecutor({ catalog: { ...catalog, fingerprint: "other" }, store });
    expect(await codeOf(other.resume(session.id, ids))).toBe("session-not-resumable");
  });
});

describe("a run that has ended", () => {
  class CountingStore extends InMemoryTraceStore {
    writes = 0;

    override async write(batch: TraceBatch): Promise<void> {
      this.writes += 1;
      await super.write(batch);
    }
  }

  async function recorded(
    executor: MappingExecutor,
    ...args: Parameters<MappingExecutor["streamRecorded"]>
  ): Promise<{ readonly results: MappingResult[]; readonly report: MappingReport }> {
    const stream = executor.streamRecorded(...args);
    const results: MappingResult[] = [];
    for (let step = await stream.next(); ; step = await stream.next()) {
      if (step.done) return { results, report: step.value };
      results.push(step.value);
    }
  }

  /**
   * An empty cell whose row names a label, one whose row names nothing known, and a refused text without secondary
   * identifiers.
   */
  const rows = [
    { identifier: "", secondary: { L: "one" } },
    { identifier: "", secondary: { L: "none" } },
    "?",
    "a1",
    "a2",
    " a1 ",
  ];
  const table = (hits: Readonly<Record<string, readonly string[]>>) => (asked: readonly string[]) =>
    new Map(asked.flatMap((id) => (hits[id] ? [[id, hits[id]] as const] : [])));
  const withLabels = createCatalog({
    types: [
      new DeclaredType("L"),
      new DeclaredType("A", { pattern: String.raw`a\d`, trim: true }),
      new DeclaredType("Z"),
    ],
    resources: [
      new FunctionResource({
        name: "r",
        release: "1",
        maps: [
          {
            name: "label",
            sourceType: "L",
            targetType: "A",
            relation: "names",
            lookUp: table({ one: ["a1"] }),
          },
          { name: "map", sourceType: "A", targetType: "Z", lookUp: table({ a1: ["z1", "z2"] }) },
        ],
      }),
    ],
  });

  it("returns its recorded results, row by row, and writes nothing", async () => {
    const store = new CountingStore();
    for (const served of [false, true]) {
      const executor = new MappingExecutor({ catalog: withLabels, store });
      const first = await executor.executeMapping({
        sourceType: "A",
        targetType: "Z",
        secondaryTypes: ["L"],
        identifiers: rows,
        sliceSize: 2,
        validate: true,
      });
      expect(first.results.map((it) => it.outcome.outcome)).toEqual([
        "mapped_to_many",
        "invalid",
        "invalid",
        "mapped_to_many",
        "not_found",
        "mapped_to_many",
      ]);
      expect(first.results[3]?.servedFrom).toBe(served ? "cache" : "live");
      const { writes } = store;
      const { results, report } = await recorded(executor, first.session.id, rows);
      const gist = (it: MappingResult) => ({
        ...it,
        // An answer that is not read from the trace has another `recordedAt`.
        outcome: { ...it.outcome, recordedAt: null, rawIds: null },
      });
      expect(results.map(gist)).toEqual(first.results.map(gist));
      expect({ ...report.summary, durationMs: 0 }).toEqual({ ...first.summary, durationMs: 0 });
      expect(report.session).toEqual(first.session);
      expect(store.writes).toBe(writes);
    }
  });

  it("returns no results for other inputs, for a run that did not end regularly, or after an abort", async () => {
    const store = new InMemoryTraceStore();
    const executor = new MappingExecutor({ catalog, store });
    const { session } = await executor.executeMapping(request);
    await expect(recorded(executor, session.id, ["a1", "other"])).rejects.toMatchObject({
      code: "session-not-resumable",
      message: expect.stringContaining('no complete answer for "other"') as string,
    });
    const controller = new AbortController();
    const stream = executor.streamMapping({ ...request, useCache: false });
    await stream.next();
    await stream.return(undefined as never);
    const [cancelled] = (await store.listSessions()).items;
    await expect(recorded(executor, cancelled?.id ?? "", ids)).rejects.toMatchObject({
      message: expect.stringContaining("it is cancelled, and does not have all results") as string,
    });
    controller.abort(new Error("enough"));
    await expect(recorded(executor, session.id, ids, { signal: controller.signal })).rejects.toMatchObject({
      code: "mapping-cancelled",
    });
  });
});
