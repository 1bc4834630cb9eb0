import type { MethodsText, RunReport } from "@waymark/trace-report";

/** What `waymark report --json` prints. */
export interface ReportDocument extends RunReport {
  /** With `--methods`: the paragraph for a paper, and its content as data. Otherwise null. */
  readonly methods: MethodsText | null;
}
