import { checkWindow } from "../adapter/queries/query-checks.js";
import { PerformanceTally } from "../adapter/queries/performance-tally.js";
import type { MappingPathExecutionLog } from "../records/mapping-path-execution-log.js";
import type { PathPerformanceReport, PerformanceWindow } from "../trace-store-queries.js";

export function pathPerformance(
  pathExecutions: Iterable<MappingPathExecutionLog>,
  window: PerformanceWindow,
): PathPerformanceReport {
  checkWindow(window);
  const { since, until } = window;
  const tally = new PerformanceTally();
  for (const it of pathExecutions) {
    if (since !== undefined && it.startedAt < since) continue;
    if (until !== undefined && it.startedAt >= until) continue;
    tally.add(it);
  }
  return tally.report();
}
