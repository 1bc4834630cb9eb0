import { canonicalJson, type ExecutionMetric } from "@waymark/trace-core";

import { instant, json, text, textOrNull, type Row, type RowShape } from "./row-shape.js";

export const metricRows: RowShape<ExecutionMetric> = {
  columns: [
    { name: "id", type: "uuid" },
    { name: "session_id", type: "uuid" },
    { name: "path_execution_id", type: "uuid" },
    { name: "type", type: "text" },
    { name: "name", type: "text" },
    // JSON, so that numbers remain exact, and distinct from strings.
    { name: "value", type: "text" },
    { name: "unit", type: "text" },
    { name: "recorded_at", type: "instant" },
  ],
  toRow: (it) => [
    it.id,
    it.sessionId,
    it.pathExecutionId,
    it.type,
    it.name,
    canonicalJson(it.value),
    it.unit,
    it.recordedAt,
  ],
};

export function fromMetricRow(row: Row): ExecutionMetric {
  return {
    id: text(row, "id"),
    sessionId: text(row, "session_id"),
    pathExecutionId: textOrNull(row, "path_execution_id"),
    type: text(row, "type"),
    name: text(row, "name"),
    value: json(row, "value") as number | string,
    unit: textOrNull(row, "unit"),
    recordedAt: instant(row, "recorded_at"),
  };
}
