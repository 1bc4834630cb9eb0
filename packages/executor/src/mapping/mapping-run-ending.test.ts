import { isWaymarkError, type TraceBatch } from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { describe, expect, it } from "vitest";

import { mapAll } from "../../test/support/map-all.js";
import { memoryCatalog } from "../../test/support/memory-catalog.js";
import { ids, numbered, request } from "../../test/support/sample-catalogs.js";
import { MappingExecutor } from "./mapping-executor.js";
import type { MappingRequest } from "./request/mapping-request.js";

describe("an aborted run", () => {
  it("rejects with the session's id, ends it as cancelled and keeps what was finished", async () => {
    const store = new InMemoryTraceStore();
    const controller = new AbortController();
    let calls = 0;
    const before = (): Promise<void> | undefined => {
      if (++calls < 8) return undefined;
      controller.abort(new Error("enough"));
      // A resource that ignores its signal must not hold up the run.
      return new Promise(() => undefined);
    };
    const options = { store, signal: controller.signal, sliceSize: 25, batchSize: 5, concurrency: 1 };
    const error: unknown = await mapAll(numbered(100, { before }), ids(100), options).catch(
      (it: unknown) => it,
    );

    expect(isWaymarkError(error, "mapping-cancelled") && error.details.sessionId).toBeTruthy();
    const [session] = (await store.listSessions()).items;
    expect(session).toMatchObject({ status: "cancelled", error: null, inputCount: 100, resultCount: 32 });
    expect(error).toMatchObject({ sessionId: session?.id, cause: { message: "enough" } });
    // One slice of 25, and the two finished batches of the next.
    const { items } = await store.listOutcomes({ sessionId: session?.id ?? "", limit: 1000 });
    expect(items.map((it) => it.sourceId).sort()).toEqual(ids(35).sort());
    const executions = await store.listPathExecutions({ sessionId: session?.id ?? "" });
    expect(executions.items).toHaveLength(8);
    expect(executions.items.filter((it) => it.status === "cancelled")).toMatchObject([
      { batchIndex: 7, inputCount: 5, matchedCount: 0, steps: [] },
    ]);
  });

  it("ends even while waiting for its source", async () => {
    const store = new InMemoryTraceStore();
    const controller = new AbortController();
    async function* source(): AsyncGenerator<string> {
      yield* ids(5);
      controller.abort();
      await new Promise(() => undefined);
    }
    const executor = new MappingExecutor({ catalog: memoryCatalog(numbered(5)), store });

    await expect(executor.executeMapping(request(source(), { signal: controller.signal }))).rejects.toThrow(
      "cancelled",
    );
    expect((await store.listSessions()).items).toMatchObject([{ status: "cancelled" }]);
  });

  it("is cancelled when the signal was aborted before it began", async () => {
    const store = new InMemoryTraceStore();
    const error: unknown = await mapAll(numbered(5), ids(5), { store, signal: AbortSignal.abort() }).catch(
      (it: unknown) => it,
    );

    expect(isWaymarkError(error, "mapping-cancelled")).toBe(true);
    expect((await store.listSessions()).items).toMatchObject([{ status: "cancelled" }]);
    expect(await store.countRecords()).toMatchObject({ outcomes: 0, pathExecutions: 0 });
  });
});

describe("a run that fails", () => {
  /** Refuses writes with outcomes, from the given one on. */
  class FaultyStore extends InMemoryTraceStore {
    private writes = 0;
    constructor(
      private readonly from: number,
      private readonly isGone = false,
    ) {
      super();
    }

    override async write(batch: TraceBatch): Promise<void> {
      const isSlice = (batch.outcomes?.length ?? 0) > 0;
      if ((isSlice && ++this.writes >= this.from) || (this.isGone && this.writes >= this.from))
        throw new Error("no space left");
      return super.write(batch);
    }
  }

  it("ends the session as failed and throws what the store threw", async () => {
    const store = new FaultyStore(2);

    await expect(mapAll(numbered(30), ids(30), { store, sliceSize: 10 })).rejects.toThrow("no space left");
    expect((await store.listSessions()).items).toMatchObject([
      { status: "failed", error: { code: "mapping-failed", message: "no space left" }, resultCount: 9 },
    ]);
    expect(await store.countRecords()).toMatchObject({ outcomes: 10, pathExecutions: 1 });
  });

  it("throws the first error even if the end cannot be written either", async () => {
    const store = new FaultyStore(1, true);

    await expect(mapAll(numbered(30), ids(30), { store, sliceSize: 10 })).rejects.toThrow("no space left");
    expect((await store.listSessions()).items).toMatchObject([{ status: "running" }]);
  });

  it("fails with the error of its source, and keeps the slices before it", async () => {
    const store = new InMemoryTraceStore();
    function* source(): Generator<string> {
      yield* ids(10);
      throw new Error("file vanished");
    }
    await expect(mapAll(numbered(20), source(), { store, sliceSize: 5 })).rejects.toThrow("file vanished");

    expect((await store.listSessions()).items).toMatchObject([{ status: "failed" }]);
    expect(await store.countRecords()).toMatchObject({ outcomes: 10 });
  });

  it("fails with an error that its source throws before the first identifier", async () => {
    const store = new InMemoryTraceStore();
    const locked: Iterable<string> = {
      [Symbol.iterator]: () => {
        throw new Error("file locked");
      },
    };
    await expect(mapAll(numbered(20), locked, { store })).rejects.toThrow("file locked");

    expect((await store.listSessions()).items).toMatchObject([{ status: "failed" }]);
  });

  it("fails with the original error even if its source cannot be closed", async () => {
    const store = new InMemoryTraceStore();
    const source: Iterable<unknown> = {
      [Symbol.iterator]: () => ({
        next: () => ({ done: false, value: 7 }),
        return: () => {
          throw new Error("cannot close");
        },
      }),
    };
    await expect(mapAll(numbered(20), source as Iterable<string>, { store })).rejects.toThrow(
      "must be strings",
    );

    expect((await store.listSessions()).items).toMatchObject([{ status: "failed" }]);
  });

  it("fails with the error of an asynchronous listener", async () => {
    const store = new InMemoryTraceStore();
    const onProgress = async (): Promise<void> => Promise.reject(new Error("screen gone"));
    await expect(mapAll(numbered(20), ids(20), { store, sliceSize: 5, onProgress })).rejects.toThrow(
      "screen gone",
    );

    expect((await store.listSessions()).items).toMatchObject([
      { status: "failed", error: { message: "screen gone" } },
    ]);
  });

  it("refuses options out of bounds before it opens a session", async () => {
    const store = new InMemoryTraceStore();
    const wrong: Partial<MappingRequest>[] = [
      { minConfidence: 1.5 },
      { sliceSize: 0 },
      { concurrency: 0.5 },
      { identifiers: "TP53" },
      { sourceType: "UNKNOWN" },
    ];
    const executor = new MappingExecutor({ catalog: memoryCatalog(numbered(1)), store });
    for (const options of wrong) {
      const error: unknown = await executor
        .executeMapping(request(["a0"], options))
        .catch((it: unknown) => it);
      expect(isWaymarkError(error, "invalid-mapping-request")).toBe(true);
    }
    const missing: unknown = await executor
      .executeMapping(request(["a0"], { targetType: "A" }))
      .catch((it: unknown) => it);
    expect(isWaymarkError(missing, "no-path-found")).toBe(true);
    expect(await store.countRecords()).toMatchObject({ sessions: 0 });
  });
});
