import type { ExecutionMetric, ListMetricsQuery, Page } from "@waymark/trace-core";
import { checkSessionQuery } from "@waymark/trace-core/adapter";

import { fromDocument } from "../../documents/to-document.js";
import type { MongoSession } from "../../mongo-session.js";
import { listPage, type PagedList } from "./list-page.js";

const metrics: PagedList<"execution_metrics", ExecutionMetric> = {
  name: "metrics",
  collection: "execution_metrics",
  fromDocument,
  order: [
    { field: "recordedAt", type: "instant" },
    { field: "_id", type: "text" },
  ],
  isDescending: true,
};

export async function listMetrics(
  session: MongoSession,
  query: ListMetricsQuery,
): Promise<Page<ExecutionMetric>> {
  checkSessionQuery("listMetrics", query);
  return listPage(session, metrics, { sessionId: query.sessionId }, query);
}
