import type { MethodsText, RunReport } from "@waymark/trace-report";

/** What `waymark report --json` prints. */
export interface ReportDocument extends RunReport {
  /** With `--methods`, the paragraph for a paper and what it says as data; else null. */
  readonly methods: MethodsText | null;
}
