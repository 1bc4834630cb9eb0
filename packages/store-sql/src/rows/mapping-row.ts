import type { EntityMapping, JsonObject, MappingDirection } from "@waymark/trace-core";
import { observationText } from "@waymark/trace-core/adapter";

import { instant, json, text, textOrNull, type Row, type RowShape } from "./row-shape.js";

/**
 * The `observation` column is the canonical JSON that decides between two observations; the columns beside it are there
 * to be queried.
 */
interface Observation {
  readonly confidence: number;
  readonly hopCount: number;
  readonly direction: MappingDirection;
  readonly mappingSource: readonly string[];
  readonly isDerived: boolean;
  readonly derivationPath: readonly string[];
  readonly metadata: JsonObject;
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
    observationText(it),
  ],
};

export function fromMappingRow(row: Row): EntityMapping {
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
    ...(json(row, "observation") as Observation),
  };
}
