import type { EntityMapping } from "./records/entity-mapping.js";
import type { EntityMappingProvenance } from "./records/entity-mapping-provenance.js";
import type { ExecutionMetric } from "./records/execution-metric.js";
import type { IdentifierOutcome } from "./records/identifier-outcome.js";
import type { MappingPathExecutionLog } from "./records/mapping-path-execution-log.js";
import type { MappingSession, MappingSessionStatus, SessionOwner } from "./records/mapping-session.js";
import type { TraceBatch } from "./records/trace-batch.js";
import type { StoreInspection } from "./store-inspection.js";
import type {
  AbandonStaleOptions,
  CachedAnswer,
  FindAnswersQuery,
  FindMappingsQuery,
  FindReverseQuery,
  ListMappingsQuery,
  ListMetricsQuery,
  ListOutcomesQuery,
  ListPathExecutionsQuery,
  ListProvenanceQuery,
  ListSessionsQuery,
  Page,
  PathPerformanceReport,
  PerformanceWindow,
  PruneOptions,
  PruneReport,
  RecordCounts,
} from "./trace-store-queries.js";

/**
 * Stores a trace, and serves the answers in it as a cache.
 *
 * The following holds for every member:
 * - Each call reads one snapshot: no reader sees half a batch. No connection is held between calls.
 * - Records are copied on the way in and on the way out.
 * - Lists are keyset pages of 100 items by default, and at most 1,000. A walk over all pages sees, exactly once, every
 *   record that was committed before it began.
 * - Text is sorted by its UTF-8 bytes.
 * - Look-ups throw `CacheRetrievalError` when the database cannot answer. If an argument is incomplete, of the wrong
 *   type or out of bounds, `InvalidQueryError` is thrown and nothing is done. All members throw `StoreClosedError`
 *   after `close()`.
 */
export interface TraceStore {
  /**
   * Writes a batch; there is no other way to write records. Atomic: all or nothing. Idempotent: writing the same batch
   * twice has the same effect as writing it once. Durable when it resolves. Records merge as their own documentation
   * says; immutable records that already exist are left alone. Starting a session that exists changes nothing. Ending
   * one is compare-and-set: ending it again with the same status changes nothing.
   *
   * An empty batch does nothing.
   *
   * @throws InvalidTraceRecordError a record breaks a rule of its kind
   * @throws BatchTooLargeError more than `MAX_BATCH_RECORDS` or `MAX_BATCH_BYTES`
   * @throws UnknownReferenceError records refer to records that are neither in the batch nor committed; lists all of
   *   them
   * @throws SessionNotFoundError an end names an unknown session
   * @throws SessionAlreadyEndedError the session has already ended with a different status
   * @throws CacheTransactionError the database failed permanently
   */
  write(batch: TraceBatch): Promise<void>;

  /**
   * Like `write`, but commits only after `earlier` has settled, whether it resolves or rejects; until then the store
   * may prepare the batch in its own transaction. Optional: only for stores that support several transactions at a
   * time. With any other store, a caller that needs an order must wait before it writes.
   */
  writeAfter?(batch: TraceBatch, earlier: Promise<unknown>): Promise<void>;

  /**
   * Units of work that were repeated after transient errors of the database (deadlock, lost connection, busy file) since
   * the store was opened, including reads. Optional: only for stores that repeat any.
   */
  readonly retries?: number;

  /** Returns the session, or undefined if no session has this id. */
  getSession(id: string): Promise<MappingSession | undefined>;

  /** Sessions, newest first by (`startedAt`, `id`). Empty if none matches. */
  listSessions(query?: ListSessionsQuery): Promise<Page<MappingSession>>;

  /** Path executions of one session, newest first by (`startedAt`, `id`). Empty if the session is unknown. */
  listPathExecutions(query: ListPathExecutionsQuery): Promise<Page<MappingPathExecutionLog>>;

  /** Metrics of one session, newest first by (`recordedAt`, `id`). Empty if the session is unknown. */
  listMetrics(query: ListMetricsQuery): Promise<Page<ExecutionMetric>>;

  /**
   * Outcomes of one session, by (`sourceId`, `sourceType`, `targetType`) ascending, and not by time, because the time
   * of an outcome may change. Unknown source ids are absent. Empty if the session is unknown.
   *
   * Or the outcomes of one identifier in all sessions, by (`sourceType`, `targetType`, `sessionId`) descending: for
   * each pair of types, the newest session first. Empty if no session asked for the identifier.
   */
  listOutcomes(query: ListOutcomesQuery): Promise<Page<IdentifierOutcome>>;

  /**
   * Provenance of one mapping, of several mappings (in one list), of a session or of a path execution, newest first by
   * (`pathExecutionId`, `id`). Unknown mappings are absent, repeated ids count once. Empty if the mapping, session or
   * path execution is unknown.
   */
  listProvenance(query: ListProvenanceQuery): Promise<Page<EntityMappingProvenance>>;

  /**
   * Entity mappings of any types: either those of one source identifier or all mappings, by (`sourceId`, `sourceType`,
   * `targetType`, `id`) ascending, so that all mappings of one source are adjacent; or those of one target identifier,
   * by (`targetType`, `sourceType`, `id`) ascending. Empty if none matches.
   */
  listMappings(query?: ListMappingsQuery): Promise<Page<EntityMapping>>;

  /** Mappings by id ascending; unknown ids are absent, repeated ids count once. At most `MAX_LOOKUP_IDS` ids. */
  getMappings(ids: readonly string[]): Promise<EntityMapping[]>;

  /**
   * Every known target of every source id, by (`sourceId`, `targetId`) ascending. Unknown ids are absent, repeated ids
   * count once. At most `MAX_LOOKUP_IDS` ids.
   */
  findMappings(query: FindMappingsQuery): Promise<EntityMapping[]>;

  /** Every known source of every target id, by (`targetId`, `sourceId`) ascending; otherwise like `findMappings`. */
  findReverse(query: FindReverseQuery): Promise<EntityMapping[]>;

  /**
   * The cache: for each source id the latest live outcome, by (`recordedAt`, `sessionId`), that was recorded at or
   * after `since` and has one of the fingerprints, with the mappings of its targets and the provenance that its session
   * recorded for them. By source id ascending; ids without an answer are absent. At most `MAX_LOOKUP_IDS` ids.
   */
  findAnswers(query: FindAnswersQuery): Promise<CachedAnswer[]>;

  /**
   * How paths and resources performed in a window of time, slowest first by p95, then by name. May scan whole tables.
   */
  pathPerformance(window?: PerformanceWindow): Promise<PathPerformanceReport>;

  /** The number of records of each kind. May scan whole tables. */
  countRecords(): Promise<RecordCounts>;

  /**
   * The state of the store: product, schema, indexes, latency, clock, size. Changes nothing. Missing parts are
   * reported, not thrown.
   */
  inspect(): Promise<StoreInspection>;

  /**
   * Moves the `heartbeatAt` of a running session forward to now, by the store's clock (never backward). Returns the
   * status of the session, so that its owner notices if somebody else has ended it.
   *
   * @throws SessionNotFoundError
   */
  heartbeat(sessionId: string): Promise<MappingSessionStatus>;

  /**
   * Atomically marks running sessions `abandoned`, and returns them in that state, newest first: those without a
   * heartbeat for `staleAfterMs` by the store's clock, and, without waiting, those whose owner is known to be dead.
   * With concurrent calls, each session is returned by only one of them.
   */
  abandonStale(options?: AbandonStaleOptions): Promise<MappingSession[]>;

  /**
   * The only way back to `running`, by compare-and-set. Clears the end and the error, sets the heartbeat to now by the
   * store's clock, and the owner to the one given (default: null).
   *
   * @throws InvalidQueryError `expectedStatus` is neither `abandoned` nor `cancelled`
   * @throws InvalidTraceRecordError the owner breaks a rule of its fields
   * @throws SessionNotFoundError
   * @throws SessionStatusConflictError the session is not in `expectedStatus`
   */
  reopenSession(
    id: string,
    expectedStatus: "abandoned" | "cancelled",
    owner?: SessionOwner | null,
  ): Promise<MappingSession>;

  /**
   * Removes a session, all records that belong to it, and the entity mappings that are then left without provenance;
   * mappings that never had any are kept. Returns false if there is no such session.
   *
   * @throws SessionInUseError outcomes of other sessions were answered by it
   */
  deleteSession(id: string): Promise<boolean>;

  /**
   * Removes whole sessions that ended before `olderThan`, unless the `answeredBy` of an outcome that is kept names
   * them; then the entity mappings left without provenance. Never removes a running session. A mapping that was logged
   * without provenance is removed if it was last seen before `olderThan`. Works in bounded batches, so that other
   * writers get their turn; after a crash, the next call finishes the work.
   */
  prune(options: PruneOptions): Promise<PruneReport>;

  /** Waits for calls in progress; later calls throw `StoreClosedError`. Idempotent. */
  close(): Promise<void>;
}
