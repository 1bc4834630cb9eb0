import { ExecutionTraceLogger, type TraceStore } from "@waymark/trace-core";
import type pg from "pg";

import { GeneTrace } from "../data/gene-trace.js";
import { logBatches } from "./log-batches.js";

/** Mappings of one session, and of one point of the curve. */
export const SESSION_SIZE = 500_000;

export interface Filled {
  /** Sessions that it took: the next free number is one more. */
  readonly sessions: number;
  /** How many mappings were there, and how many a second were logged on the way to it. */
  readonly series: readonly (readonly [size: number, value: number])[];
}

/**
 * Logs so many mappings with their provenance, the way users do.
 *
 * @param atPoint is called at each point of the curve; its time does not count
 */
export async function fillStore(
  store: TraceStore,
  count: number,
  tell: (text: string) => void,
  atPoint: (size: number) => Promise<void> = () => Promise.resolve(),
): Promise<Filled> {
  const logger = new ExecutionTraceLogger(store);
  const series: [number, number][] = [];
  for (let first = 0; first < count; first += SESSION_SIZE) {
    const size = Math.min(SESSION_SIZE, count - first);
    const trace = new GeneTrace({ session: series.length + 1, first, count: size });
    await trace.begin(logger);
    const begin = performance.now();
    await logBatches(logger, trace.batches());
    const rate = (size * 1_000) / (performance.now() - begin);
    series.push([first + size, rate]);
    tell(`${(first + size).toLocaleString("en")} mappings are there, ${rate.toFixed(0)} a second`);
    await atPoint(first + size);
  }
  await logger.close();
  return { sessions: series.length, series };
}

/** What autovacuum would do in its own time, and in the middle of a measurement. */
export async function settle(pool: pg.Pool): Promise<void> {
  await pool.query("VACUUM ANALYZE");
  await pool.query("CHECKPOINT");
}

/** PostgreSQL counts how often a page was used up to this (`BM_MAX_USAGE_COUNT`), and gives up those that were used least. */
const MAX_USAGE = 5;

/** Brings the mappings and the index of their sources into the server's buffers, and keeps them there, as hours of look-ups do. */
export async function warm(pool: pg.Pool): Promise<void> {
  await pool.query("CREATE EXTENSION IF NOT EXISTS pg_prewarm");
  for (let i = 0; i < MAX_USAGE; i++)
    await pool.query("SELECT pg_prewarm('entity_mapping'), pg_prewarm('ix_mapping_source')");
}
