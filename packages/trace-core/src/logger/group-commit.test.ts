import { metrics } from "@opentelemetry/api";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { RetryCounter } from "../adapter/retry-counter.js";
import { CacheTransactionError } from "../errors/store-errors.js";
import { UnknownReferenceError } from "../errors/unknown-reference-error.js";
import { ExecutionTraceLogger } from "../execution-trace-logger.js";
import { InMemoryTraceStore } from "../in-memory/in-memory-trace-store.js";
import { uuidV7 } from "../identity/id-source.js";
import type { TraceBatch } from "../records/trace-batch.js";

const TYPES = { sourceType: "GENE", targetType: "PROTEIN" };

/** A store that can hold back its writes, and records them in the order in which they commit. */
class SlowStore extends InMemoryTraceStore {
  readonly committed: TraceBatch[] = [];
  fail: ((batch: TraceBatch) => Error | undefined) | undefined;
  private readonly held: (() => void)[] = [];
  isHolding = false;

  override async write(batch: TraceBatch): Promise<void> {
    if (this.isHolding) await new Promise<void>((resolve) => this.held.push(resolve));
    const error = this.fail?.(batch);
    if (error !== undefined) throw error;
    await super.write(batch);
    this.committed.push(batch);
  }

  get waiting(): number {
    return this.held.length;
  }

  letGo(): void {
    this.isHolding = false;
    for (const resolve of this.held.splice(0)) resolve();
  }
}

async function begun(options = {}) {
  const store = new SlowStore();
  const logger = new ExecutionTraceLogger(store, options);
  const { id } = await logger.logMappingSessionStart(TYPES);
  store.committed.length = 0;
  const log = (value: number, sessionId = id) => logger.logExecutionMetric({ sessionId, name: "n", value });
  return { store, logger, id, log };
}

const valuesOf = (batch: TraceBatch) => (batch.metrics ?? []).map((it) => it.value);

describe("group commit", () => {
  it("puts calls made in the same tick into one transaction", async () => {
    const { store, logger, log } = await begun();
    await Promise.all(Array.from({ length: 256 }, (_, i) => log(i)));
    expect(store.committed).toHaveLength(1);
    expect(logger.counters).toMatchObject({ committed: 256, largestGroup: 256, queued: 0, inFlight: 0 });
  });

  it("divides many concurrent calls between two transactions, if the store can overlap them, but not few", async () => {
    class OverlappingStore extends SlowStore {
      async writeAfter(batch: TraceBatch, earlier: Promise<unknown>): Promise<void> {
        await earlier;
        await this.write(batch);
      }
    }
    const sizes = async (count: number): Promise<number[]> => {
      const store = new OverlappingStore();
      const logger = new ExecutionTraceLogger(store);
      const { id: sessionId } = await logger.logMappingSessionStart(TYPES);
      store.committed.length = 0;
      const metrics = Array.from({ length: count }, (_, i) => ({ sessionId, name: "n", value: i }));
      await Promise.all(metrics.map((it) => logger.logExecutionMetric(it)));
      return store.committed.map((it) => valuesOf(it).length);
    };
    expect(await sizes(256)).toEqual([128, 128]);
    expect(await sizes(10)).toEqual([10]);
  });

  it("writes a lone call without waiting for others", async () => {
    const { store, log } = await begun();
    store.isHolding = true;
    const call = log(1);
    await Promise.resolve();
    expect(store.waiting).toBe(1);
    store.letGo();
    await call;
  });

  it("collects the calls made while a transaction is in progress", async () => {
    const { store, logger, log } = await begun();
    store.isHolding = true;
    const calls = [log(0)];
    await Promise.resolve();
    for (let i = 1; i <= 50; i++) {
      calls.push(log(i));
      await Promise.resolve();
    }
    expect(logger.counters).toMatchObject({ inFlight: 1, queued: 50, pendingRecords: 51 });
    store.letGo();
    await Promise.all(calls);
    expect(store.committed.map((it) => valuesOf(it).length)).toEqual([1, 50]);
  });

  it("gives waiting calls to a store that writes one batch at a time before it settles the finished ones", async () => {
    const { store, log } = await begun();
    const events: string[] = [];
    store.fail = (batch) => void events.push(`writes ${String(valuesOf(batch))}`);
    store.isHolding = true;
    const told = [log(1).then(() => events.push("told of 1"))];
    await Promise.resolve();
    told.push(log(2).then(() => events.push("told of 2")));
    store.letGo();
    await Promise.all(told);
    expect(events).toEqual(["writes 1", "writes 2", "told of 1", "told of 2"]);
  });

  it("keeps the order of each session's calls, whatever fails and whatever shares a transaction", async () => {
    const step = fc.record({ session: fc.nat(2), fails: fc.boolean(), tick: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 40 }),
        fc.integer({ min: 1, max: 5 }),
        async (steps, max) => {
          const { store, logger } = await begun({ maxGroupRecords: max });
          const sessions = await Promise.all(
            [0, 1, 2].map(async () => (await logger.logMappingSessionStart(TYPES)).id),
          );
          store.fail = (batch) =>
            valuesOf(batch).some((it) => Number(it) < 0) ? new Error("at fault") : undefined;
          store.committed.length = 0;
          const calls: Promise<boolean>[] = [];
          for (const [i, { session, fails, tick }] of steps.entries()) {
            const value = fails ? -i - 1 : i + 1;
            const call = logger.logExecutionMetric({ sessionId: sessions[session] ?? "", name: "n", value });
            calls.push(
              call.then(
                () => true,
                () => false,
              ),
            );
            if (tick) await new Promise(setImmediate);
          }
          expect(await Promise.all(calls)).toEqual(steps.map((it) => !it.fails));
          for (const sessionId of sessions) {
            const order = store.committed
              .flatMap((it) =>
                (it.metrics ?? []).filter((metric) => metric.sessionId === sessionId).length > 0 ? [it] : [],
              )
              .map((it) =>
                Math.max(
                  ...(it.metrics ?? []).filter((m) => m.sessionId === sessionId).map((m) => Number(m.value)),
                ),
              );
            expect(order).toEqual([...order].sort((a, b) => a - b));
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it("rejects only the member at fault, and writes the others", async () => {
    const { store, logger, log } = await begun();
    const calls = Array.from({ length: 20 }, (_, i) => log(i, i === 7 ? uuidV7() : undefined));
    const settled = await Promise.allSettled(calls);
    expect(settled.map((it) => it.status).indexOf("rejected")).toBe(7);
    expect(settled.filter((it) => it.status === "rejected")).toHaveLength(1);
    expect((await store.countRecords()).metrics).toBe(19);
    expect(logger.counters).toMatchObject({ rejected: 1, pendingRecords: 0, pendingBytes: 0 });
    expect(logger.counters.divided).toBeGreaterThan(0);
  });

  it("removes all members with unknown references at once, each with its own error", async () => {
    const { store, logger, log } = await begun();
    const before = logger.counters.transactions;
    const calls = Array.from({ length: 500 }, (_, i) => log(i, i % 10 === 7 ? uuidV7() : undefined));
    const settled = await Promise.allSettled(calls);
    expect(logger.counters).toMatchObject({ transactions: before + 2, divided: 1, rejected: 50 });
    expect((await store.countRecords()).metrics).toBe(450);
    for (const [i, it] of settled.entries()) {
      expect(it.status).toBe(i % 10 === 7 ? "rejected" : "fulfilled");
      if (it.status === "fulfilled") continue;
      expect(it.reason).toMatchObject({
        code: "unknown-reference",
        references: [{ kind: "metrics", field: "sessionId" }],
      });
    }
    const ids = settled.flatMap((it) =>
      it.status === "rejected" ? (it.reason as UnknownReferenceError).references.map(({ id }) => id) : [],
    );
    expect(new Set(ids).size).toBe(50);
  });

  it("removes a member that refers to a record of another member at fault one step later", async () => {
    const { store, logger, id, log } = await begun();
    const pathExecution = {
      ...TYPES,
      pathId: "p",
      status: "success",
      inputCount: 1,
      matchedCount: 1,
    } as const;
    const [ghost, path] = [uuidV7(), uuidV7()];
    const settled = await Promise.allSettled([
      log(1),
      logger.logBatch({
        pathExecutions: [{ ...pathExecution, sessionId: id, id: path }],
        metrics: [{ sessionId: ghost, name: "n", value: 2 }],
      }),
      logger.logExecutionMetric({ sessionId: id, pathExecutionId: path, name: "n", value: 3 }),
    ]);
    expect(settled.map((it) => it.status)).toEqual(["fulfilled", "rejected", "rejected"]);
    expect(await store.countRecords()).toMatchObject({ metrics: 1, pathExecutions: 0 });
  });

  it.each([
    ["one of them only", 1],
    ["none of them", 0],
  ])("finds all members at fault even if the store lists %s", async (_, listed) => {
    class TerseStore extends SlowStore {
      override async write(batch: TraceBatch): Promise<void> {
        return super.write(batch).catch((error: unknown) => {
          if (!(error instanceof UnknownReferenceError)) throw error;
          throw new UnknownReferenceError(error.references.slice(0, listed));
        });
      }
    }
    const store = new TerseStore();
    const logger = new ExecutionTraceLogger(store);
    const { id } = await logger.logMappingSessionStart(TYPES);
    const isGood = (i: number): boolean => i % 7 !== 3;
    const settled = await Promise.allSettled(
      Array.from({ length: 40 }, (_unused, i) =>
        logger.logExecutionMetric({ sessionId: isGood(i) ? id : uuidV7(), name: "n", value: i }),
      ),
    );
    expect(settled.map((it) => it.status === "fulfilled")).toEqual(settled.map((_unused, i) => isGood(i)));
  });

  it("rejects no member because another one has a record with the same id but another session", async () => {
    const { store, logger, id } = await begun();
    const other = await logger.logMappingSessionStart(TYPES);
    const { id: pathExecutionId } = await logger.logPathExecution({
      ...TYPES,
      sessionId: id,
      pathId: "p",
      status: "success",
      inputCount: 1,
      matchedCount: 1,
    });
    const metric = { id: uuidV7(), pathExecutionId, name: "n", value: 1 };
    const settled = await Promise.allSettled([
      logger.logExecutionMetric({ ...metric, sessionId: other.id }),
      logger.logExecutionMetric({ ...metric, sessionId: id }),
    ]);
    expect(settled.map((it) => it.status)).toEqual(["rejected", "fulfilled"]);
    expect((await store.countRecords()).metrics).toBe(1);
  });

  it("does not divide a group that the database refused repeatedly", async () => {
    const { store, logger, log } = await begun();
    const gone = new CacheTransactionError("gone", { attempts: 50, commit: "rolled-back" });
    store.fail = () => gone;
    const settled = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => log(i)));
    expect(settled.every((it) => it.status === "rejected" && it.reason === gone)).toBe(true);
    expect(logger.counters).toMatchObject({ divided: 0, rejected: 20 });
  });

  it("bounds a transaction in records and in bytes", async () => {
    const few = await begun({ maxGroupRecords: 10 });
    await Promise.all(Array.from({ length: 95 }, (_, i) => few.log(i)));
    expect(Math.max(...few.store.committed.map((it) => valuesOf(it).length))).toBe(10);
    const small = await begun({ maxGroupBytes: 1_000 });
    await Promise.all(Array.from({ length: 30 }, (_, i) => small.log(i)));
    expect(small.store.committed.length).toBeGreaterThan(2);
  });

  it("reports the store's retries in its counters", async () => {
    const { store, logger } = await begun();
    expect(logger.counters.retried).toBe(0);
    Object.assign(store, { retries: 3 });
    expect(logger.counters.retried).toBe(3);
  });

  it("holds back callers in ready() until there is room", async () => {
    const { store, logger, log } = await begun({ maxQueuedRecords: 5 });
    store.isHolding = true;
    const calls = Array.from({ length: 5 }, (_, i) => log(i));
    const order: string[] = [];
    const ready = logger.ready().then(() => order.push("ready"));
    await new Promise(setImmediate);
    expect(order).toEqual([]);
    store.letGo();
    await Promise.all(calls);
    await ready;
    await logger.ready();
    expect(order).toEqual(["ready"]);
  });

  it("reports to OpenTelemetry if an SDK is set up", async () => {
    const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 2 ** 30 });
    const provider = new MeterProvider({ readers: [reader] });
    metrics.setGlobalMeterProvider(provider);
    const { log } = await begun();
    await Promise.all([log(1), log(2)]);
    new RetryCounter("sqlite").add();
    await reader.forceFlush();
    const names = exporter
      .getMetrics()
      .flatMap((it) => it.scopeMetrics.flatMap((scope) => scope.metrics.map((m) => m.descriptor.name)));
    expect(names.sort()).toEqual([
      "waymark.logger.calls",
      "waymark.logger.group.size",
      "waymark.logger.queued",
      "waymark.logger.transactions",
      "waymark.logger.wait",
      "waymark.store.retries",
    ]);
    await provider.shutdown();
    metrics.disable();
  });
});
