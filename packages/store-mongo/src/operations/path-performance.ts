import type { PathPerformanceReport, PerformanceWindow } from "@waymark/trace-core";
import { checkWindow, PerformanceTally } from "@waymark/trace-core/adapter";
import type { Document } from "mongodb";

import type { MongoSession } from "../mongo-session.js";

export async function pathPerformance(
  session: MongoSession,
  window: PerformanceWindow,
): Promise<PathPerformanceReport> {
  checkWindow(window);
  const { since, until } = window;
  const startedAt: Document = { ...(since && { $gte: since }), ...(until && { $lt: until }) };
  const filter = Object.keys(startedAt).length === 0 ? {} : { startedAt };
  const tally = new PerformanceTally();
  // One by one, so that memory use stays bounded.
  for await (const it of session.collection("path_executions").find(filter, { session: session.session })) {
    tally.add(it);
  }
  return tally.report();
}
