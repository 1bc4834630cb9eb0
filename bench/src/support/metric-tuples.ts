import type { ExecutionTraceLogger } from "@waymark/trace-core";
import type pg from "pg";

import { columnsOf } from "./captured-tables.js";

export interface MetricTuples {
  /** The statement that inserts one tuple. */
  readonly insert: string;
  /** The values of each row as text. */
  readonly tuples: readonly (readonly (string | null)[])[];
}

/** Rows as our store writes them for metrics; they are removed from the table again. */
export async function captureMetrics(
  pool: pg.Pool,
  logger: ExecutionTraceLogger,
  sessionId: string,
  count: number,
): Promise<MetricTuples> {
  const metrics = Array.from({ length: count }, (_, i) => metricInput(sessionId, i));
  for (let i = 0; i < count; i += 10_000) await logger.logExecutionMetrics(metrics.slice(i, i + 10_000));
  const client = await pool.connect();
  try {
    const names = await columnsOf(client, "execution_metric");
    const columns = names.map((it) => client.escapeIdentifier(it));
    const list = columns.join(", ");
    const { rows: tuples } = await client.query<(string | null)[]>({
      text: `SELECT ${columns.map((it) => `${it}::text`).join(", ")} FROM execution_metric`,
      rowMode: "array",
    });
    await client.query("TRUNCATE execution_metric");
    const parameters = names.map((_, i) => `$${i + 1}`).join(", ");
    return { insert: `INSERT INTO execution_metric (${list}) VALUES (${parameters})`, tuples };
  } finally {
    client.release();
  }
}

/** A typical metric. */
export function metricInput(
  sessionId: string,
  number: number,
): { sessionId: string; type: string; name: string; value: number; unit: string } {
  return { sessionId, type: "timing", name: "lookup_duration", value: number / 8, unit: "ms" };
}

/** BEGIN, INSERT, COMMIT for one row on a connection of the pool. */
export async function insertAlone(
  pool: pg.Pool,
  insert: string,
  tuple: readonly (string | null)[],
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query(insert, [...tuple]);
    await client.query("COMMIT");
  } finally {
    client.release();
  }
}
