import {
  canonicalJson,
  type EntityMapping,
  type JsonObject,
  type MappingDirection,
  type MappingObservation,
} from "@waymark/trace-core";
import { jsonString, jsonStrings } from "@waymark/trace-core/adapter";

import { instant, json, text, textOrNull, type Row, type RowShape } from "./row-shape.js";

/**
 * The `observation` column: the values of the core's `observationText` in the same order, without their names, which
 * every row would repeat. It sorts by bytes like that text, so that it can decide between two observations. The columns
 * with the same values are there for queries.
 */
type Observation = readonly [
  confidence: number,
  derivationPath: readonly string[],
  direction: MappingDirection,
  hopCount: number,
  isDerived: boolean,
  mappingSource: readonly string[],
  metadata: JsonObject,
];

/** Canonical JSON of `Observation`. */
export function observationValues(it: MappingObservation): string {
  return (
    `[${String(it.confidence)},${jsonStrings(it.derivationPath)},${jsonString(it.direction)},${String(it.hopCount)}` +
    `,${String(it.isDerived)},${jsonStrings(it.mappingSource)},${canonicalJson(it.metadata)}]`
  );
}

export const mappingRows: RowShape<EntityMapping> = {
  columns: [
    { name: "id", type: "uuid" },
    { name: "source_type", type: "text" },
    { name: "source_id", type: "text" },
    { name: "target_type", type: "text" },
    { name: "target_id", type: "text" },
    { name: "first_seen_at", type: "instant" },
    { name: "last_seen_at", type: "instant" },
    { name: "observed_at", type: "instant" },
    { name: "observed_by", type: "uuid" },
    { name: "confidence", type: "real" },
    { name: "hop_count", type: "integer" },
    { name: "direction", type: "text" },
    { name: "is_derived", type: "boolean" },
    { name: "observation", type: "text" },
  ],
  toRow: (it) => [
    it.id,
    it.sourceType,
    it.sourceId,
    it.targetType,
    it.targetId,
    it.firstSeenAt,
    it.lastSeenAt,
    it.observedAt,
    it.observedBy,
    it.confidence,
    it.hopCount,
    it.direction,
    it.isDerived,
    observationValues(it),
  ],
};

export function fromMappingRow(row: Row): EntityMapping {
  const [confidence, derivationPath, direction, hopCount, isDerived, mappingSource, metadata] = json(
    row,
    "observation",
  ) as Observation;
  return {
    id: text(row, "id"),
    sourceType: text(row, "source_type"),
    sourceId: text(row, "source_id"),
    targetType: text(row, "target_type"),
    targetId: text(row, "target_id"),
    firstSeenAt: instant(row, "first_seen_at"),
    lastSeenAt: instant(row, "last_seen_at"),
    observedAt: instant(row, "observed_at"),
    observedBy: textOrNull(row, "observed_by"),
    confidence,
    hopCount,
    direction,
    mappingSource,
    isDerived,
    derivationPath,
    metadata,
  };
}
