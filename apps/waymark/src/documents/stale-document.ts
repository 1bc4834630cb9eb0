import type { StaleMapping } from "@waymark/trace-report";

/** What `waymark stale --json` prints. It is written while mappings are being found. */
export interface StaleDocument {
  /** The catalog that defines what is current; null for the newest versions in the trace. */
  readonly catalog: string | null;
  readonly mappings: readonly StaleMapping[];
  /** Whether there are more mappings than `--limit` allowed. */
  readonly hasMore: boolean;
}
