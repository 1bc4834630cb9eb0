import type { PathPerformanceOverTime, ResourcePerformanceOverTime } from "@waymark/trace-report";

/** What `waymark paths --json` prints: how paths and resources did, over all sessions. */
export interface PathsDocument extends PathPerformanceOverTime, ResourcePerformanceOverTime {}
