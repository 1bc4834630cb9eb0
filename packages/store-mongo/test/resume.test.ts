import { createCatalog, DeclaredType, FunctionResource, MappingExecutor } from "@waymark/executor";
import { freshMongo } from "@waymark/test-databases";
import type { TraceBatch, TraceStore } from "@waymark/trace-core";
import { describe, expect, it } from "vitest";

import { openMongoTraceStore } from "../src/index.js";

const ids = Array.from({ length: 60 }, (_, i) => `l${String(i % 50)}`);
const request = { sourceType: "LABEL", targetType: "THING", identifiers: ids, sliceSize: 10, batchSize: 4 };

const catalog = createCatalog({
  types: [new DeclaredType("LABEL"), new DeclaredType("THING")],
  resources: [
    new FunctionResource({
      name: "things",
      release: "1",
      maps: [
        {
          name: "label",
          sourceType: "LABEL",
          targetType: "THING",
          lookUp: (asked) =>
            new Map(asked.filter((id) => !id.endsWith("3")).map((id) => [id, [`t${id}`, `u${id}`]])),
        },
      ],
    }),
  ],
});

/** The store of a process that dies: after a number of writes, nothing more is written. */
function dying(store: TraceStore, writes: number): TraceStore {
  let left = writes;
  return new Proxy(store, {
    get(target, name) {
      if (name === "writeAfter") return undefined;
      if (name === "write") {
        return (batch: TraceBatch) => {
          if (left-- <= 0) return Promise.reject(new Error("killed"));
          return target.write(batch);
        };
      }
      const member: unknown = Reflect.get(target, name);
      return typeof member === "function" ? (member.bind(target) as unknown) : member;
    },
  });
}

async function open(): Promise<{ store: TraceStore; remove: () => Promise<void> }> {
  const { url, drop } = freshMongo();
  const store = await openMongoTraceStore({ url });
  return {
    store,
    remove: async () => {
      await store.close();
      await drop();
    },
  };
}

describe("on MongoDB", () => {
  it("a run that is killed at any batch and resumed ends with the results of an undisturbed run", async () => {
    const { store, remove } = await open();
    const undisturbed = await new MappingExecutor({ catalog, store }).executeMapping({
      ...request,
      useCache: false,
    });
    for (let writes = 1; writes <= 6; writes++) {
      const executor = new MappingExecutor({ catalog, store: dying(store, writes) });
      await expect(executor.executeMapping({ ...request, useCache: false })).rejects.toThrow("killed");
      const [session] = (await store.listSessions({ status: "running" })).items;
      const sessionId = session?.id ?? "";

      const resumed = await new MappingExecutor({ catalog, store, isOwnerAlive: () => false }).resume(
        sessionId,
        ids,
      );
      expect(resumed.results.map((it) => [it.raw, it.outcome.outcome, it.targets])).toEqual(
        undisturbed.results.map((it) => [it.raw, it.outcome.outcome, it.targets]),
      );
      const executions = (await store.listPathExecutions({ sessionId })).items;
      expect(executions.reduce((sum, it) => sum + it.inputCount, 0)).toBe(50);
    }
    await remove();
  });

  it("two executors map overlapping inputs concurrently without losing records", async () => {
    const { store, remove } = await open();
    const runs = await Promise.all(
      [0, 10].map((from) =>
        new MappingExecutor({ catalog, store }).executeMapping({
          ...request,
          identifiers: ids.slice(from, from + 40),
          useCache: false,
        }),
      ),
    );
    for (const { session, results } of runs) {
      const targets = new Set(results.flatMap((it) => it.targets.map((target) => target.mappingId)));
      const { items } = await store.listProvenance({ sessionId: session.id, limit: 1_000 });
      expect(new Set(items.map((it) => it.mappingId))).toEqual(targets);
      expect(session.status).toBe("completed");
    }
    await remove();
  });
});
