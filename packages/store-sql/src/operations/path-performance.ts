import type { PathPerformanceReport, PerformanceWindow } from "@waymark/trace-core";
import { checkWindow, PerformanceTally } from "@waymark/trace-core/adapter";

import { fromPathExecutionRow, pathExecutionRows } from "../rows/path-execution-row.js";
import { selectList, type Row } from "../rows/row-shape.js";
import type { SqlSession } from "../sql-session.js";

const CHUNK = 5_000;

/** Reads the path executions in chunks by id, so that memory use stays bounded. */
export async function pathPerformance(
  session: SqlSession,
  window: PerformanceWindow,
): Promise<PathPerformanceReport> {
  checkWindow(window);
  const { since, until } = window;
  const { dialect } = session;
  const tally = new PerformanceTally();
  let after: string | undefined;
  for (;;) {
    const parameters: unknown[] = [];
    const add = (value: unknown): string => `$${String(parameters.push(value))}`;
    const conditions = ["1 = 1"];
    if (after !== undefined) conditions.push(`"id" > ${add(after)}`);
    if (since) conditions.push(`"started_at" >= ${dialect.instantParameter(add(dialect.instant(since)))}`);
    if (until) conditions.push(`"started_at" < ${dialect.instantParameter(add(dialect.instant(until)))}`);
    const rows = await session.query<Row>(
      `SELECT ${selectList(pathExecutionRows, dialect)} FROM ${session.table("path_execution")}
       WHERE ${conditions.join(" AND ")} ORDER BY "id" LIMIT ${String(CHUNK)}`,
      parameters,
    );
    for (const row of rows) tally.add(fromPathExecutionRow(row));
    if (rows.length < CHUNK) return tally.report();
    after = rows.at(-1)?.id as string;
  }
}
