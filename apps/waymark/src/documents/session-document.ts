import type { JsonObject, SessionResource } from "@waymark/trace-core";
import type { MetricFact } from "@waymark/trace-report";

import type { SessionItem } from "./sessions-document.js";

/** What `waymark sessions show --json` prints. */
export interface SessionDocument extends SessionItem {
  readonly sourceEndpoint: string | null;
  readonly targetEndpoint: string | null;
  readonly parameters: JsonObject;
  readonly catalogFingerprint: string | null;
  readonly executorVersion: string | null;
  readonly owner: { readonly host: string; readonly processId: number } | null;
  /** Resources that the session could consult. */
  readonly resources: readonly SessionResource[];
  /** Metrics of the session as a whole, among its latest 100 metrics, newest first. */
  readonly metrics: readonly MetricFact[];
}
