import type { StaleMapping } from "@waymark/trace-report";

/** What `waymark stale --json` prints. It is written while mappings are being found. */
export interface StaleDocument {
  /** The catalog that defines what is current; null for the newest versions in the trace. */
  readonly catalog: string | null;
  /** Resources of the catalog whose current release is not known: no mapping is found stale because of these. */
  readonly notJudged: readonly string[];
  readonly mappings: readonly StaleMapping[];
  /** Whether there are more mappings than `--limit` allowed. */
  readonly hasMore: boolean;
}
