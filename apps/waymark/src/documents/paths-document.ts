import type { PathPerformanceOverTime, ResourcePerformanceOverTime } from "@waymark/trace-report";

/** What `waymark paths --json` prints: the performance of paths and resources over all sessions. */
export interface PathsDocument extends PathPerformanceOverTime, ResourcePerformanceOverTime {}
