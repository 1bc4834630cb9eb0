import { isWaymarkError, type TraceBatch } from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { describe, expect, it } from "vitest";

import { memoryCatalog } from "../../test/support/memory-catalog.js";
import { MappingExecutor } from "./mapping-executor.js";
import type { MappingResult } from "./mapping-result.js";

const ids = Array.from({ length: 60 }, (_, i) => `a${String(i % 50)}`);
const request = { sourceType: "A", targetType: "Z", identifiers: ids, sliceSize: 10, batchSize: 4 };

/** Every fourth is unknown, every fifth has two targets. */
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

/** A store whose process dies: from some write on nothing is written any more, not even the session's end. */
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
  it("ends, resumed, with the results of an undisturbed run, wherever it was killed", async () => {
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
      // No batch that was committed is mapped again.
      expect(after.map((it) => it.batchIndex).sort((a, b) => a - b)).toEqual(after.map((_, i) => i));
      expect(after.reduce((sum, it) => sum + it.inputCount, 0)).toBe(50);
    }
  });

  it("goes on from where it was cancelled", async () => {
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

  it("is not resumed when it has ended, is unknown, or its catalog has changed", async () => {
    const store = new InMemoryTraceStore();
    const executor = new MappingExecutor({ catalog, store });
    const { session } = await executor.executeMapping(request);
    const codeOf = (call: Promise<unknown>) =>
      call.then(
        () => "none",
        (error: unknown) => (isWaymarkError(error) ? error.code : "other"),
      );
    expect(await codeOf(executor.resume(session.id, ids))).toBe("session-status-conflict");
    expect(await codeOf(executor.resume("00000000-0000-7000-8000-000000000000", ids))).toBe(
      "session-not-found",
    );
    const other = new MappingExecutor({ catalog: { ...catalog, fingerprint: "other" }, store });
    expect(await codeOf(other.resume(session.id, ids))).toBe("session-not-resumable");
  });
});
