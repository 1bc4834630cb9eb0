export interface GroupCommitOptions {
  /** Maximum number of records in a shared transaction. A larger call gets a transaction of its own. Default 10,000. */
  readonly maxGroupRecords?: number;
  /** Maximum size of a shared transaction, as `MAX_BATCH_BYTES` counts it. Default 8 MiB. */
  readonly maxGroupBytes?: number;
  /** Maximum number of transactions in progress. Default 2: the database works on one while the next is sent. */
  readonly maxInFlight?: number;
  /** From this many records waiting or in progress on, `ready()` holds callers back. Default 100,000. */
  readonly maxQueuedRecords?: number;
  /** From this many bytes waiting or in progress on, `ready()` holds callers back. Default 64 MiB. */
  readonly maxQueuedBytes?: number;
}

/** What a logger has done so far. "Calls" are calls that write records; one transaction may contain many. */
export interface LoggerCounters {
  /** Calls waiting for their transaction to begin. */
  readonly queued: number;
  /** Transactions in progress. */
  readonly inFlight: number;
  /** Records and bytes waiting or in progress. */
  readonly pendingRecords: number;
  readonly pendingBytes: number;
  /** Calls whose records are committed. */
  readonly committed: number;
  /** Calls that were rejected after they had been queued. */
  readonly rejected: number;
  /** Transactions begun, including those repeated without a member at fault. */
  readonly transactions: number;
  /** Transactions divided because one of their members was at fault. */
  readonly divided: number;
  /** Units of work that the store repeated after transient errors of the database, see `TraceStore.retries`. */
  readonly retried: number;
  /** Calls in the largest transaction so far. */
  readonly largestGroup: number;
  /** Total time that calls waited for their transaction to begin, in ms. */
  readonly waitedMs: number;
}
