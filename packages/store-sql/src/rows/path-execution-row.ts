import {
  canonicalJson,
  type Failure,
  type MappingPathExecutionLog,
  type PathStepLog,
} from "@waymark/trace-core";

import { instant, json, number, text, textOrNull, type Row, type RowShape } from "./row-shape.js";

/** Stored as JSON to be exact: one of the databases may change the last bit of a decimal fraction when reading it. */
interface Details {
  readonly durationMs: number;
  readonly steps: readonly PathStepLog[];
  readonly error: Failure | null;
}

export const pathExecutionRows: RowShape<MappingPathExecutionLog> = {
  columns: [
    { name: "id", type: "uuid" },
    { name: "session_id", type: "uuid" },
    { name: "path_id", type: "text" },
    { name: "path_fingerprint", type: "text" },
    { name: "batch_index", type: "integer" },
    { name: "source_type", type: "text" },
    { name: "target_type", type: "text" },
    { name: "status", type: "text" },
    { name: "started_at", type: "instant" },
    { name: "ended_at", type: "instant" },
    { name: "duration_ms", type: "real" },
    { name: "input_count", type: "integer" },
    { name: "matched_count", type: "integer" },
    { name: "details", type: "text" },
  ],
  toRow: (it) => [
    it.id,
    it.sessionId,
    it.pathId,
    it.pathFingerprint,
    it.batchIndex,
    it.sourceType,
    it.targetType,
    it.status,
    it.startedAt,
    it.endedAt,
    it.durationMs,
    it.inputCount,
    it.matchedCount,
    canonicalJson({ durationMs: it.durationMs, steps: it.steps, error: it.error } satisfies Details),
  ],
};

export function fromPathExecutionRow(row: Row): MappingPathExecutionLog {
  return {
    id: text(row, "id"),
    sessionId: text(row, "session_id"),
    pathId: text(row, "path_id"),
    pathFingerprint: textOrNull(row, "path_fingerprint"),
    batchIndex: number(row, "batch_index"),
    sourceType: text(row, "source_type"),
    targetType: text(row, "target_type"),
    status: text(row, "status") as MappingPathExecutionLog["status"],
    startedAt: instant(row, "started_at"),
    endedAt: instant(row, "ended_at"),
    inputCount: number(row, "input_count"),
    matchedCount: number(row, "matched_count"),
    ...(json(row, "details") as Details),
  };
}
