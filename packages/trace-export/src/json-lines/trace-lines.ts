import type {
  EntityMapping,
  EntityMappingProvenance,
  ExecutionMetric,
  IdentifierOutcome,
  MappingPathExecutionLog,
  MappingSession,
} from "@waymark/trace-core";

/** Name of the format in the first line. */
export const TRACE_FORMAT = "waymark-trace";

/** Version of the format; a reader accepts this one and all earlier ones. */
export const TRACE_FORMAT_VERSION = 1;

/** The record types by `kind`, as it is in their lines. */
export interface TraceRecords {
  readonly session: MappingSession;
  readonly pathExecution: MappingPathExecutionLog;
  readonly mapping: EntityMapping;
  readonly provenance: EntityMappingProvenance;
  readonly outcome: IdentifierOutcome;
  readonly metric: ExecutionMetric;
}

export type TraceRecordKind = keyof TraceRecords;

export const TRACE_RECORD_KINDS: readonly TraceRecordKind[] = [
  "session",
  "pathExecution",
  "mapping",
  "provenance",
  "outcome",
  "metric",
];

/** Number of records of each kind. */
export type TraceRecordTally = Record<TraceRecordKind, number>;

export function emptyTally(): TraceRecordTally {
  return { session: 0, pathExecution: 0, mapping: 0, provenance: 0, outcome: 0, metric: 0 };
}

export function sumOf(tally: TraceRecordTally): number {
  return TRACE_RECORD_KINDS.reduce((sum, kind) => sum + tally[kind], 0);
}
