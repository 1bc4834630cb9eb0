import { prepareBatch, type KnownOfRecords, type PreparedBatch } from "./adapter/batch/prepare-batch.js";
import { systemClock, type Clock } from "./clock.js";
import { InvalidTraceRecordError } from "./errors/invalid-trace-record-error.js";
import { SessionAlreadyEndedError, SessionNotFoundError } from "./errors/session-errors.js";
import { StoreClosedError } from "./errors/store-errors.js";
import { uuidV7, type IdSource } from "./identity/id-source.js";
import { currentOwner, isOwnerAlive } from "./identity/session-owner.js";
import { endingFrom } from "./logger/batch-sessions.js";
import { GroupCommit } from "./logger/group-commit.js";
import type { GroupCommitOptions, LoggerCounters } from "./logger/group-commit-options.js";
import { knownOfBuilt } from "./logger/known-of-built.js";
import { RecordBuilder } from "./logger/record-builder.js";
import type {
  EntityMappingInput,
  EntityMappingProvenanceInput,
  ExecutionMetricInput,
  IdentifierOutcomeInput,
  MappingPathExecutionInput,
  MappingSessionInput,
  SessionEndInput,
  TraceBatchInput,
} from "./logger/record-inputs.js";
import type { EntityMapping } from "./records/entity-mapping.js";
import type { ExecutionMetric } from "./records/execution-metric.js";
import type { IdentifierOutcome } from "./records/identifier-outcome.js";
import type { MappingPathExecutionLog } from "./records/mapping-path-execution-log.js";
import type {
  MappingSession,
  MappingSessionStatus,
  SessionOwner,
  TerminalSessionStatus,
} from "./records/mapping-session.js";
import type { TraceBatch } from "./records/trace-batch.js";
import type { TraceStore } from "./trace-store.js";
import type { AbandonStaleOptions } from "./trace-store-queries.js";

export interface ExecutionTraceLoggerOptions extends GroupCommitOptions {
  /** Default: the system's clock. */
  readonly clock?: Clock;
  /** Makes ids of sessions, path executions and metrics. Default: UUIDv7. */
  readonly newId?: IdSource;
  /** Whose process runs the sessions that are started here. Default: this one. */
  readonly owner?: SessionOwner | null;
  /** Written into sessions and provenance that name none. Default null. */
  readonly executorVersion?: string | null;
}

/** Metrics of a session's end: values by name, or metrics with their unit and type (default `session`). */
export type SessionMetrics =
  Readonly<Record<string, number | string>> | readonly Omit<ExecutionMetricInput, "sessionId">[];

/** What is known of a session only when it ends. */
export type SessionEndDetails = Partial<Omit<SessionEndInput, "sessionId" | "status">>;

/**
 * The one service through which a trace is written.
 *
 * A `log*` promise resolves only when its records are committed, and rejects when they are not: nothing is dropped. Input
 * is validated before anything is written. Calls that come together share a transaction; calls about one session commit in
 * the order in which they were made.
 *
 * All `log*` methods throw `InvalidTraceRecordError`, `BatchTooLargeError`, `UnknownReferenceError` and
 * `CacheTransactionError` as `TraceStore.write` does, and `StoreClosedError` after `close()`.
 */
export class ExecutionTraceLogger {
  private readonly owner: SessionOwner | null;
  private readonly build: RecordBuilder;
  private readonly group: GroupCommit;
  private isClosed = false;

  constructor(
    private readonly store: TraceStore,
    options: ExecutionTraceLoggerOptions = {},
  ) {
    this.owner = options.owner === undefined ? currentOwner() : options.owner;
    this.build = new RecordBuilder({
      clock: options.clock ?? systemClock,
      newId: options.newId ?? uuidV7,
      owner: this.owner,
      executorVersion: options.executorVersion ?? null,
    });
    this.group = new GroupCommit(store, options);
  }

  /** Starts a session and returns it as committed. A session with this id that exists already is returned as it is. */
  async logMappingSessionStart(data: MappingSessionInput): Promise<MappingSession> {
    const batch = this.prepare({ sessionStarts: [data] });
    const started = only(batch.sessionStarts);
    const isNew = data.id === undefined;
    return this.alone([started.id], async () => {
      await this.store.write(batch);
      return isNew ? started : this.session(started.id);
    });
  }

  /**
   * Ends a session and returns it as committed. Its metrics are written as execution metrics, in the same transaction.
   * Ending it again with the same status changes nothing and writes no metric again. (When two loggers end a session
   * alike at the very same moment, the metrics of both are kept.)
   *
   * When `details` name no `endedAt` it is now, or the session's start if a clock that lags behind calls that later.
   *
   * @throws SessionNotFoundError
   * @throws SessionAlreadyEndedError it ended with another status
   */
  async logMappingSessionEnd(
    sessionId: string,
    status: TerminalSessionStatus,
    metrics: SessionMetrics = {},
    details: SessionEndDetails = {},
  ): Promise<MappingSession> {
    checkArgument("metrics", metrics, true);
    checkArgument("details", details, false);
    const list = isList(metrics)
      ? metrics
      : Object.entries(metrics).map(([name, value]) => ({ name, value }));
    const batch = this.prepare({
      sessionEnds: [{ ...details, sessionId, status }],
      metrics: Array.from(list, (it) => ({ type: "session", ...it, sessionId })),
    });
    const isEndGiven = details.endedAt !== undefined;
    return this.alone([sessionId], async () => {
      const session = await this.session(sessionId);
      if (session.status === status) return session;
      if (session.status !== "running") throw new SessionAlreadyEndedError(sessionId, session.status, status);
      await this.store.write(isEndGiven ? batch : endingFrom(session.startedAt, batch));
      return this.session(sessionId);
    });
  }

  async logPathExecution(data: MappingPathExecutionInput): Promise<MappingPathExecutionLog> {
    const { pathExecutions } = await this.write({ pathExecutions: [data] });
    return only(pathExecutions);
  }

  /**
   * Mappings and their provenance, linked by `mappingId`, in one transaction. Returns the mappings as written, by id, equal
   * keys merged; what they are together with earlier observations is `TraceStore.getMappings`'.
   */
  async logEntityMappings(
    mappings: readonly EntityMappingInput[],
    provenance: readonly EntityMappingProvenanceInput[] = [],
  ): Promise<EntityMapping[]> {
    return [...(await this.write({ mappings, provenance })).mappings];
  }

  /** Returns the outcomes as written, by key, equal keys merged. */
  async logIdentifierOutcomes(outcomes: readonly IdentifierOutcomeInput[]): Promise<IdentifierOutcome[]> {
    return [...(await this.write({ outcomes })).outcomes];
  }

  async logExecutionMetric(data: ExecutionMetricInput): Promise<ExecutionMetric> {
    return only(await this.logExecutionMetrics([data]));
  }

  async logExecutionMetrics(list: readonly ExecutionMetricInput[]): Promise<ExecutionMetric[]> {
    return [...(await this.write({ metrics: list })).metrics];
  }

  /** Several kinds in one transaction. Returns all records as written, by key, equal keys merged. */
  async logBatch(batch: TraceBatchInput): Promise<PreparedBatch> {
    return this.write(batch);
  }

  /**
   * As `logBatch`, for records that have all their fields, whose ids were made by `entityMappingId` and `provenanceId`, and
   * which nobody changes any more. They are validated as all are, and neither filled in nor copied.
   */
  async logWholeBatch(batch: TraceBatch): Promise<void> {
    await this.commit(prepareBatch(batch, WHOLE));
  }

  /** See `TraceStore.heartbeat`. */
  async heartbeat(sessionId: string): Promise<MappingSessionStatus> {
    // Not behind the writes of its session: a sign of life that waits for them comes too late.
    return this.alone([], () => this.store.heartbeat(sessionId));
  }

  /** See `TraceStore.abandonStale`; here `isOwnerAlive` asks this host's processes by default. */
  async abandonStale(options: AbandonStaleOptions = {}): Promise<MappingSession[]> {
    return this.alone([], () => this.store.abandonStale({ isOwnerAlive, ...options }));
  }

  /** See `TraceStore.reopenSession`; this logger's owner becomes the session's. */
  async reopenSession(id: string, expectedStatus: "abandoned" | "cancelled"): Promise<MappingSession> {
    return this.alone([id], () => this.store.reopenSession(id, expectedStatus, this.owner));
  }

  /** What was written so far, and how. OpenTelemetry is told the same. */
  get counters(): LoggerCounters {
    return this.group.counters;
  }

  /** Resolves when there is room: who makes calls without awaiting each awaits this now and then. */
  async ready(): Promise<void> {
    await this.group.ready();
  }

  /** Resolves when all calls made so far have settled. */
  async flush(): Promise<void> {
    await this.group.flush();
  }

  /** Refuses later calls and waits for those under way. Idempotent. The store stays open: who opened it closes it. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.flush();
  }

  private async write(input: TraceBatchInput): Promise<PreparedBatch> {
    const batch = this.prepare(input);
    await this.commit(batch);
    return batch;
  }

  private async commit(batch: PreparedBatch): Promise<void> {
    this.checkOpen();
    await this.group.write(batch);
  }

  /** At once, so that what the caller changes afterwards changes nothing here and a bad record is told first. */
  private prepare(input: TraceBatchInput): PreparedBatch {
    return prepareBatch(this.build.batch(input), knownOfBuilt(input));
  }

  private async alone<T>(sessionIds: readonly string[], work: () => Promise<T>): Promise<T> {
    this.checkOpen();
    return this.group.alone(sessionIds, work);
  }

  private checkOpen(): void {
    if (this.isClosed) throw new StoreClosedError("logger");
  }

  private async session(id: string): Promise<MappingSession> {
    const session = await this.store.getSession(id);
    if (session === undefined) throw new SessionNotFoundError(id);
    return session;
  }
}

/** Of records that whoever made them hands over. */
const WHOLE: KnownOfRecords = { isIdDerived: () => true, isOwn: () => true };

/** Of anything but a plain object or, where that may be, a list, what it holds would be passed over in silence. */
function checkArgument(field: string, value: unknown, mayBeList: boolean): void {
  if (typeof value === "object" && value !== null) {
    if (mayBeList && Array.isArray(value)) return;
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === null || Object.getPrototypeOf(prototype) === null) return;
  }
  throw new InvalidTraceRecordError({
    record: "SessionEnd",
    field,
    value: value === null ? null : typeof value,
    index: null,
    expected: mayBeList ? "must be a plain object or an array" : "must be a plain object",
  });
}

function isList(metrics: SessionMetrics): metrics is readonly Omit<ExecutionMetricInput, "sessionId">[] {
  return Array.isArray(metrics);
}

function only<T>(records: readonly T[]): T {
  const [record] = records;
  if (record === undefined) throw new RangeError("nothing was written");
  return record;
}
