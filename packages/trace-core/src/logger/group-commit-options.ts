export interface GroupCommitOptions {
  /** Records in one transaction that several calls share. A call that brings more goes alone. Default 10,000. */
  readonly maxGroupRecords?: number;
  /** Bytes in one such transaction, counted as `MAX_BATCH_BYTES` counts them. Default 8 MiB. */
  readonly maxGroupBytes?: number;
  /** Transactions under way at once. Default 2: one is worked on by the database while the next is sent. */
  readonly maxInFlight?: number;
  /** Records that wait or are under way from which on `ready()` holds callers back. Default 100,000. */
  readonly maxQueuedRecords?: number;
  /** Bytes likewise. Default 64 MiB. */
  readonly maxQueuedBytes?: number;
}

/** What a logger has done so far. Calls are those that write records; a transaction may hold many. */
export interface LoggerCounters {
  /** Calls that wait for their transaction to begin. */
  readonly queued: number;
  /** Transactions under way. */
  readonly inFlight: number;
  /** Records and bytes that wait or are under way. */
  readonly pendingRecords: number;
  readonly pendingBytes: number;
  /** Calls whose records are committed. */
  readonly committed: number;
  /** Calls that were rejected after they had been queued. */
  readonly rejected: number;
  /** Transactions that were begun, those included that were written again without a member at fault. */
  readonly transactions: number;
  /** Transactions that were divided, since one of their members was at fault. */
  readonly divided: number;
  /** Calls in the largest transaction so far. */
  readonly largestGroup: number;
  /** Time that calls have waited for their transaction to begin, all together, in ms. */
  readonly waitedMs: number;
}
