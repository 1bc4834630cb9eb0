import { MappingExecutor, type HopCoverage } from "@waymark/executor";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import fc from "fast-check";
import { expect, it } from "vitest";

import { runReport, type RunReport } from "../src/index.js";
import { IDENTIFIERS, randomCatalog } from "./support/random-tables.js";
import { tableCatalog, type TableCatalogOptions } from "./support/table-catalog.js";

/** In the form that the executor returns; it has no steps that no identifier reached. */
function hopsOf({ paths }: RunReport): HopCoverage[] {
  return paths.items
    .filter((it) => it.role === "main")
    .flatMap(({ pathId, funnel }) =>
      funnel.map(({ step, in: entered, out }) => ({ pathId, step, in: entered, out })),
    )
    .filter((it) => it.in > 0);
}

/** Of a filtered target, the trace keeps only the best branch of a path, whether by an override or step by step. */
function isSplitAndDecided({ histories = [], overrides = [] }: TableCatalogOptions): boolean {
  const parts = histories
    .flatMap(({ successors }) => Object.values(successors))
    .filter((it) => it.length > 1);
  return overrides.some((it) => it.targetType === "Z" && parts.flat().includes(it.sourceId));
}

it("counts hop by hop as the executor does, live and from the cache", async () => {
  await fc.assert(
    fc.asyncProperty(randomCatalog, fc.constantFrom(0, 0.3, 0.95), async (options, minConfidence) => {
      fc.pre(minConfidence <= 0.3 || !isSplitAndDecided(options));
      const store = new InMemoryTraceStore();
      const executor = new MappingExecutor({ catalog: tableCatalog(options), store });
      const request = {
        sourceType: "A",
        targetType: "Z",
        identifiers: [...IDENTIFIERS, "unknown"],
        minConfidence,
      };
      for (const round of ["live", "cache"]) {
        const { session, hops } = await executor.executeMapping(request);
        const report = await runReport(store, session.id);
        expect(hopsOf(report), round).toEqual(hops.filter((it) => it.in > 0));
      }
    }),
    { numRuns: 100 },
  );
});
