import type { ExecutionMetric, ListMetricsQuery, Page } from "@waymark/trace-core";
import { checkSessionQuery } from "@waymark/trace-core/adapter";

import { fromMetricRow, metricRows } from "../../rows/metric-row.js";
import type { SqlSession } from "../../sql-session.js";
import { ofId } from "./condition.js";
import { listPage, type PagedList } from "./list-page.js";

const metrics: PagedList<ExecutionMetric> = {
  name: "metrics",
  table: "execution_metric",
  shape: metricRows,
  fromRow: fromMetricRow,
  order: [
    { column: "recorded_at", type: "instant" },
    { column: "id", type: "uuid" },
  ],
  isDescending: true,
  keyOf: (it) => [it.recordedAt, it.id],
};

export async function listMetrics(
  session: SqlSession,
  query: ListMetricsQuery,
): Promise<Page<ExecutionMetric>> {
  checkSessionQuery("listMetrics", query);
  return listPage(session, metrics, ofId("session_id", query.sessionId), query);
}
