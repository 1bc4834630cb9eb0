import type {
  EntityMapping,
  EntityMappingProvenance,
  IdentifierOutcome,
  MappingPathExecutionLog,
} from "@waymark/trace-core";

/** What one slice writes. Each kind refers only to itself and to those before it. */
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
