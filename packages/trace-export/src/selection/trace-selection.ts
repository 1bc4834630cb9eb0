/** The part of a store that is exported. */
export interface TraceSelection {
  /** Only these sessions, in any order; duplicates are ignored. Default: the whole store. */
  readonly sessionIds?: readonly string[];
}
