import type { EntityMapping } from "./entity-mapping.js";
import type { EntityMappingProvenance } from "./entity-mapping-provenance.js";
import type { ExecutionMetric } from "./execution-metric.js";
import type { IdentifierOutcome } from "./identifier-outcome.js";
import type { MappingPathExecutionLog } from "./mapping-path-execution-log.js";
import type { MappingSession, SessionEnd } from "./mapping-session.js";

/** At most this many records in one batch, all kinds together. */
export const MAX_BATCH_RECORDS = 50_000;

/**
 * At most this many bytes of text in one batch: the UTF-8 length of every string in it but the words of enumerations, plus
 * 16 a record, plus 8 for every other value in free-form JSON.
 */
export const MAX_BATCH_BYTES = 64 * 1024 * 1024;

/** What one atomic write carries. Any kind may be absent. */
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

/** The kinds of a batch, in the order in which references between them point backwards. */
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
