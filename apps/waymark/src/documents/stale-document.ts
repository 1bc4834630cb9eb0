import type { StaleMapping } from "@waymark/trace-report";

/** What `waymark stale --json` prints, written as it is found. */
export interface StaleDocument {
  /** The catalog that says what is current; null for the newest versions that the trace knows. */
  readonly catalog: string | null;
  readonly mappings: readonly StaleMapping[];
  /** Whether there are more than `--limit` let through. */
  readonly hasMore: boolean;
}
