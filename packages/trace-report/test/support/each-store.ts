import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openSqlTraceStore } from "@waymark/store-sql";
import type { TraceStore } from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { afterEach, describe } from "vitest";

/**
 * Runs the tests on the in-memory store and on a database. `open` returns a fresh, empty store that is closed after the
 * test.
 */
export function describeOnEachStore(name: string, tests: (open: () => Promise<TraceStore>) => void): void {
  describe.each([
    ["in memory", false],
    ["on SQLite", true],
  ])(`${name}, %s`, (_, isSql) => {
    const undo: (() => Promise<unknown>)[] = [];
    afterEach(async () => {
      for (const it of undo.splice(0).reverse()) await it();
    });
    tests(async () => {
      if (!isSql) return new InMemoryTraceStore();
      const folder = await mkdtemp(join(tmpdir(), "waymark-report-"));
      undo.push(() => rm(folder, { recursive: true, force: true }));
      const store = await openSqlTraceStore({ url: `sqlite:${join(folder, "trace.db")}` });
      undo.push(() => store.close());
      return store;
    });
  });
}
