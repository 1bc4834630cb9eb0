import type { IdentifierOutcome, MappingSession } from "@waymark/trace-core";
import type {
  EntityMapping,
  EntityMappingProvenance,
  ExecutionMetric,
  MappingPathExecutionLog,
} from "@waymark/trace-core";

/**
 * One collection for each kind of record. A document is the record with its natural `_id`; free-form JSON is stored as
 * canonical text, since documents do not allow every key that JSON does.
 */
export interface SessionDocument extends Omit<MappingSession, "id" | "parameters" | "resources"> {
  readonly _id: string;
  readonly parameters: string;
  /** Absent if an earlier version wrote the session. */
  readonly resources?: MappingSession["resources"];
}

/**
 * Changed by every write that refers to the session with this id, so that such a write conflicts with the deletion of
 * the session. A document of its own, so that the heartbeats and the end of the session do not conflict with a batch in
 * progress, or with one that a killed process left open.
 */
export interface SessionLockDocument {
  readonly _id: string;
  readonly lock: string;
}

export interface PathExecutionDocument extends Omit<MappingPathExecutionLog, "id"> {
  readonly _id: string;
}

export interface MappingDocument extends Omit<EntityMapping, "id" | "metadata"> {
  readonly _id: string;
  readonly metadata: string;
  /** Like `SessionLockDocument.lock`, but in the mapping itself. */
  readonly lock?: string;
}

export interface ProvenanceDocument extends Omit<EntityMappingProvenance, "id"> {
  readonly _id: string;
}

export interface OutcomeDocument extends IdentifierOutcome {
  /** Derived from the four-part key. */
  readonly _id: string;
}

export interface MetricDocument extends Omit<ExecutionMetric, "id"> {
  readonly _id: string;
}

export interface Documents {
  readonly mapping_sessions: SessionDocument;
  readonly session_locks: SessionLockDocument;
  readonly path_executions: PathExecutionDocument;
  readonly entity_mappings: MappingDocument;
  readonly entity_mapping_provenance: ProvenanceDocument;
  readonly identifier_outcomes: OutcomeDocument;
  readonly execution_metrics: MetricDocument;
}

export type CollectionName = keyof Documents;

export const COLLECTION_NAMES = [
  "mapping_sessions",
  "session_locks",
  "path_executions",
  "entity_mappings",
  "entity_mapping_provenance",
  "identifier_outcomes",
  "execution_metrics",
] as const satisfies readonly CollectionName[];
