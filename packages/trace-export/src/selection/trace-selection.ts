/** What of a store is exported. */
export interface TraceSelection {
  /** Only these sessions, in any order, each counted once. Default: the whole store. */
  readonly sessionIds?: readonly string[];
}
