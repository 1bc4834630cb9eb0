import type { RunReport } from "@waymark/trace-report";

/** What `waymark report --json` prints. */
export interface ReportDocument extends RunReport {
  /** With `--methods`, the paragraph; else null. */
  readonly methods: string | null;
}
