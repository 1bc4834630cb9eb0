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
 * Where a trace is kept, and the cache that is read from it.
 *
 * Holds for every member:
 * - One call reads one snapshot: no reader sees half a batch. No connection is held between calls.
 * - Records are plain copies, in and out.
 * - Lists are keyset pages, by default 100 items, at most 1,000. A walk sees every record that was committed before it
 *   began exactly once.
 * - Everything sorts by UTF-8 bytes.
 * - Look-ups throw `CacheRetrievalError` when the database cannot answer. A query, options or a list of ids that lack what
 *   they need, or have it in a wrong type or out of its bounds, are an `InvalidQueryError`, and nothing is done. All members
 *   throw `StoreClosedError` after `close()`.
 */
export interface TraceStore {
  /**
   * The one way in. Atomic: all or nothing. Idempotent: the same batch twice is the same as once. Durable when it
   * resolves. Records merge as their own documentation says; immutable ones that exist already are left alone. A start
   * of a session that exists changes nothing; an end is compare-and-set: the same status again changes nothing.
   *
   * An empty batch does nothing.
   *
   * @throws InvalidTraceRecordError a record breaks a rule of its kind
   * @throws BatchTooLargeError more than `MAX_BATCH_RECORDS` or `MAX_BATCH_BYTES`
   * @throws UnknownReferenceError with every reference to what is neither in the batch nor committed
   * @throws SessionNotFoundError an end names an unknown session
   * @throws SessionAlreadyEndedError an end asks for another status than the session ended with
   * @throws CacheTransactionError the database failed for good
   */
  write(batch: TraceBatch): Promise<void>;

  /**
   * As `write`, but committed only after `earlier` has settled, whichever way; the work may be done meanwhile, in a
   * transaction of its own. Optional: for a store that can have several transactions under way. Without it, whoever needs
   * an order waits before writing.
   */
  writeAfter?(batch: TraceBatch, earlier: Promise<unknown>): Promise<void>;

  /** The session, or undefined when no session has this id. */
  getSession(id: string): Promise<MappingSession | undefined>;

  /** Newest first by (`startedAt`, `id`). Empty when none fits. */
  listSessions(query?: ListSessionsQuery): Promise<Page<MappingSession>>;

  /** Of one session, newest first by (`startedAt`, `id`). Empty when the session is unknown. */
  listPathExecutions(query: ListPathExecutionsQuery): Promise<Page<MappingPathExecutionLog>>;

  /** Of one session, newest first by (`recordedAt`, `id`). Empty when the session is unknown. */
  listMetrics(query: ListMetricsQuery): Promise<Page<ExecutionMetric>>;

  /**
   * Of one session, by (`sourceId`, `sourceType`, `targetType`) ascending, since an outcome's time may change. Unknown
   * source ids are simply absent. Empty when the session is unknown.
   *
   * Or of one identifier in whichever session, by (`sourceType`, `targetType`, `sessionId`) descending: of a pair of types
   * the newest session first. Empty when nobody asked for the identifier.
   */
  listOutcomes(query: ListOutcomesQuery): Promise<Page<IdentifierOutcome>>;

  /**
   * Of one mapping, several mappings, a session or a path execution, newest first by (`pathExecutionId`, `id`); of several
   * mappings in one list. Unknown mappings are absent, repeated ones come once. Empty when what it asks by is unknown.
   */
  listProvenance(query: ListProvenanceQuery): Promise<Page<EntityMappingProvenance>>;

  /**
   * Entity mappings of whichever types: of one source identifier or all, by (`sourceId`, `sourceType`, `targetType`, `id`)
   * ascending, so that all mappings of one source come together; or of one target identifier, by (`targetType`,
   * `sourceType`, `id`) ascending. Empty when none fits.
   */
  listMappings(query?: ListMappingsQuery): Promise<Page<EntityMapping>>;

  /** By id ascending; unknown ids are absent, repeated ones come once. At most `MAX_LOOKUP_IDS`. */
  getMappings(ids: readonly string[]): Promise<EntityMapping[]>;

  /**
   * Every known target of every id, by (`sourceId`, `targetId`) ascending. Unknown ids are absent, repeated ones are
   * answered once. At most `MAX_LOOKUP_IDS`.
   */
  findMappings(query: FindMappingsQuery): Promise<EntityMapping[]>;

  /** Every known source of every target id, by (`targetId`, `sourceId`) ascending; else as `findMappings`. */
  findReverse(query: FindReverseQuery): Promise<EntityMapping[]>;

  /**
   * The cache: for each id the latest live outcome, by (`recordedAt`, `sessionId`), that was recorded at or after
   * `since` and made by one of the fingerprints, with the mappings that its targets name and the provenance of these
   * that its session recorded. By source id ascending; ids without an answer are absent. At most `MAX_LOOKUP_IDS`.
   */
  findAnswers(query: FindAnswersQuery): Promise<CachedAnswer[]>;

  /** How paths and resources did in a window of time; may scan. Slowest first by p95, then by name. */
  pathPerformance(window?: PerformanceWindow): Promise<PathPerformanceReport>;

  /** How many records of each kind there are; may scan. */
  countRecords(): Promise<RecordCounts>;

  /**
   * How the store is: product, schema, indexes, latency, clock, size. Changes nothing. What is missing is told, not thrown.
   */
  inspect(): Promise<StoreInspection>;

  /**
   * A sign of life: moves `heartbeatAt` to now by the store's clock (never back) if the session is running, and says
   * which status the session has, so that its owner learns that somebody else has ended it.
   *
   * @throws SessionNotFoundError
   */
  heartbeat(sessionId: string): Promise<MappingSessionStatus>;

  /**
   * Marks running sessions `abandoned`, atomically, and returns them as they are then, newest first: those without a
   * sign of life for `staleAfterMs` by the store's clock, and at once those whose owner is known to be dead. Of two
   * callers at once, each session is returned to one.
   */
  abandonStale(options?: AbandonStaleOptions): Promise<MappingSession[]>;

  /**
   * The only way back to `running`, compare-and-set. The end and the error are cleared, the heartbeat is now by the
   * store's clock, and the owner is the one given (default none).
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
   * Removes a session with all that it owns, and the entity mappings that this leaves without any provenance; those that
   * never had any stay. False when there was no such session.
   *
   * @throws SessionInUseError outcomes of other sessions were answered by it
   */
  deleteSession(id: string): Promise<boolean>;

  /**
   * Removes whole ended sessions that ended before `olderThan`, unless a kept outcome's `answeredBy` names them; then
   * entity mappings left without provenance. Never a running session. Works in bounded batches: other writers get
   * their turn, and what a crash leaves the next call finishes. Mappings logged without provenance are kept as long as
   * they were seen since `olderThan`.
   */
  prune(options: PruneOptions): Promise<PruneReport>;

  /** Idempotent. Waits for calls under way; later calls throw `StoreClosedError`. */
  close(): Promise<void>;
}
