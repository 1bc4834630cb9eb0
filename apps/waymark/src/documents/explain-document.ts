import type { Explanation } from "@waymark/trace-report";

/** What `waymark explain --json` prints. */
export type ExplainDocument = Explanation;
