import type { EntityMapping } from "./entity-mapping.js";
import type { EntityMappingProvenance } from "./entity-mapping-provenance.js";
import type { ExecutionMetric } from "./execution-metric.js";
import type { IdentifierOutcome } from "./identifier-outcome.js";
import type { MappingPathExecutionLog } from "./mapping-path-execution-log.js";
import type { MappingSession, SessionEnd } from "./mapping-session.js";

/** Maximum number of records in one batch, all kinds together. */
export const MAX_BATCH_RECORDS = 50_000;

/**
 * Maximum size of one batch in bytes: the UTF-8 length of every string in it except enumeration values, plus 16 per
 * record, plus 8 for every value in free-form JSON that is not a string.
 */
export const MAX_BATCH_BYTES = 64 * 1024 * 1024;

/** The records of one atomic write. Any kind may be absent. */
export interface TraceBatch {
  /** New sessions; their status must be `running`. */
  readonly sessionStarts?: readonly MappingSession[];
  readonly sessionEnds?: readonly SessionEnd[];
  readonly pathExecutions?: readonly MappingPathExecutionLog[];
  readonly mappings?: readonly EntityMapping[];
  readonly provenance?: readonly EntityMappingProvenance[];
  readonly outcomes?: readonly IdentifierOutcome[];
  readonly metrics?: readonly ExecutionMetric[];
}

/** The kinds of a batch, ordered so that each kind refers only to earlier ones. */
export const BATCH_KINDS = [
  "sessionStarts",
  "pathExecutions",
  "mappings",
  "provenance",
  "outcomes",
  "metrics",
  "sessionEnds",
] as const satisfies readonly (keyof TraceBatch)[];

export type BatchKind = (typeof BATCH_KINDS)[number];
