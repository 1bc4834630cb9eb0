import type { RunDiff } from "@waymark/trace-report";

/** What `waymark diff --json` prints. */
export type DiffDocument = RunDiff;
