import type { EntityMappingProvenance, MappingDirection, ProvenanceHop } from "@waymark/trace-core";
import { hopsText } from "@waymark/trace-core/adapter";

import { boolean, instant, json, number, text, textOrNull, type Row, type RowShape } from "./row-shape.js";

/** Stored as JSON to be exact. */
interface Details {
  readonly confidence: number;
  readonly hops: readonly ProvenanceHop[];
}

export const provenanceRows: RowShape<EntityMappingProvenance> = {
  columns: [
    { name: "id", type: "uuid" },
    { name: "mapping_id", type: "uuid" },
    { name: "session_id", type: "uuid" },
    { name: "path_execution_id", type: "uuid" },
    { name: "path_id", type: "text" },
    { name: "recorded_at", type: "instant" },
    { name: "confidence", type: "real" },
    { name: "hop_count", type: "integer" },
    { name: "direction", type: "text" },
    { name: "is_derived", type: "boolean" },
    { name: "executor_version", type: "text" },
    { name: "details", type: "text" },
  ],
  toRow: (it) => [
    it.id,
    it.mappingId,
    it.sessionId,
    it.pathExecutionId,
    it.pathId,
    it.recordedAt,
    it.confidence,
    it.hopCount,
    it.direction,
    it.isDerived,
    it.executorVersion,
    // Canonical JSON of `Details`.
    `{"confidence":${String(it.confidence)},"hops":${hopsText(it.hops)}}`,
  ],
};

export function fromProvenanceRow(row: Row): EntityMappingProvenance {
  return {
    id: text(row, "id"),
    mappingId: text(row, "mapping_id"),
    sessionId: text(row, "session_id"),
    pathExecutionId: text(row, "path_execution_id"),
    pathId: text(row, "path_id"),
    recordedAt: instant(row, "recorded_at"),
    hopCount: number(row, "hop_count"),
    direction: text(row, "direction") as MappingDirection,
    isDerived: boolean(row, "is_derived"),
    executorVersion: textOrNull(row, "executor_version"),
    ...(json(row, "details") as Details),
  };
}
