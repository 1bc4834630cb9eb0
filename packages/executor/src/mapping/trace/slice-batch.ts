import type {
  EntityMapping,
  EntityMappingProvenance,
  IdentifierOutcome,
  MappingPathExecutionLog,
} from "@waymark/trace-core";

/** The records that one slice writes. Each kind needs only records of its own kind and of those above it. */
export interface SliceBatch {
  readonly pathExecutions: readonly MappingPathExecutionLog[];
  readonly mappings: readonly EntityMapping[];
  readonly provenance: readonly EntityMappingProvenance[];
  readonly outcomes: readonly IdentifierOutcome[];
}

export function sliceBatchSize(batch: SliceBatch): number {
  return (
    batch.pathExecutions.length + batch.mappings.length + batch.provenance.length + batch.outcomes.length
  );
}
