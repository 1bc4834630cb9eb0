import { ExecutionTraceLogger, type TraceStore } from "@waymark/trace-core";
import type pg from "pg";

import { GeneTrace } from "../data/gene-trace.js";
import { logBatches } from "./log-batches.js";

/** Number of mappings per session, and between two points of the curve. */
export const SESSION_SIZE = 500_000;

export interface Filled {
  /** Number of sessions, which are numbered from 1. */
  readonly sessions: number;
  /** Number of mappings in the store, and mappings per second logged since the previous point. */
  readonly series: readonly (readonly [size: number, value: number])[];
}

/**
 * Logs `count` mappings with their provenance, as users do.
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

/** Does at once what autovacuum would do later, in the middle of a measurement. */
export async function settle(pool: pg.Pool): Promise<void> {
  await pool.query("VACUUM ANALYZE");
  await pool.query("CHECKPOINT");
}

/**
 * PostgreSQL counts the uses of a page up to this number (`BM_MAX_USAGE_COUNT`), and evicts the least used pages first.
 */
const MAX_USAGE = 5;

/**
 * Loads the mappings and their source index into the server's buffers, and keeps them there, as hours of look-ups
 * would.
 */
export async function warm(pool: pg.Pool): Promise<void> {
  await pool.query("CREATE EXTENSION IF NOT EXISTS pg_prewarm");
  for (let i = 0; i < MAX_USAGE; i++)
    await pool.query("SELECT pg_prewarm('entity_mapping'), pg_prewarm('ix_mapping_source')");
}
