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
  /** Creates the ids of sessions, path executions and metrics. Default: UUIDv7. */
  readonly newId?: IdSource;
  /** The process that runs the sessions started here. Default: the current process. */
  readonly owner?: SessionOwner | null;
  /** Written into sessions and provenance that name none. Default: null. */
  readonly executorVersion?: string | null;
}

/** Metrics written when a session ends: values by name, or metrics with their unit and type (default `session`). */
export type SessionMetrics =
  Readonly<Record<string, number | string>> | readonly Omit<ExecutionMetricInput, "sessionId">[];

/** What is known about a session only when it ends. */
export type SessionEndDetails = Partial<Omit<SessionEndInput, "sessionId" | "status">>;

/**
 * Writes a trace to a store.
 *
 * A `log*` promise resolves only when its records are committed, and rejects otherwise: nothing is dropped silently.
 * Input is validated before anything is written. Concurrent calls share a transaction; calls about one session commit
 * in the order in which they were made.
 *
 * All `log*` methods throw `InvalidTraceRecordError`, `BatchTooLargeError`, `UnknownReferenceError` and
 * `CacheTransactionError` like `TraceStore.write`, and `StoreClosedError` after `close()`.
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

  /**
   * Starts a session and returns it as committed. If a session with this id already exists, returns that one unchanged.
   */
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
   * Ending it again with the same status changes nothing and writes no metrics. (If two loggers end a session with the
   * same status at the same moment, the metrics of both are kept.)
   *
   * `details.endedAt` defaults to now, or to the session's start if that is later, which happens when clocks differ.
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
   * Writes mappings and their provenance, linked by `mappingId`, in one transaction. Returns the mappings as written,
   * by id, with equal keys merged. They do not include earlier observations: `TraceStore.getMappings` returns the
   * merged state.
   */
  async logEntityMappings(
    mappings: readonly EntityMappingInput[],
    provenance: readonly EntityMappingProvenanceInput[] = [],
  ): Promise<EntityMapping[]> {
    return [...(await this.write({ mappings, provenance })).mappings];
  }

  /** Returns the outcomes as written, by key, with equal keys merged. */
  async logIdentifierOutcomes(outcomes: readonly IdentifierOutcomeInput[]): Promise<IdentifierOutcome[]> {
    return [...(await this.write({ outcomes })).outcomes];
  }

  async logExecutionMetric(data: ExecutionMetricInput): Promise<ExecutionMetric> {
    return only(await this.logExecutionMetrics([data]));
  }

  async logExecutionMetrics(list: readonly ExecutionMetricInput[]): Promise<ExecutionMetric[]> {
    return [...(await this.write({ metrics: list })).metrics];
  }

  /** Writes several kinds in one transaction. Returns all records as written, by key, with equal keys merged. */
  async logBatch(batch: TraceBatchInput): Promise<PreparedBatch> {
    return this.write(batch);
  }

  /**
   * Like `logBatch`, for records that are complete, whose ids were made by `entityMappingId` and `provenanceId`, and
   * that the caller no longer changes. They are validated, but defaults are not filled in, and nothing is copied.
   */
  async logWholeBatch(batch: TraceBatch): Promise<void> {
    await this.commit(prepareBatch(batch, WHOLE));
  }

  /** See `TraceStore.heartbeat`. */
  async heartbeat(sessionId: string): Promise<MappingSessionStatus> {
    // Does not queue behind the writes of its session: by then the heartbeat might be too late.
    return this.alone([], () => this.store.heartbeat(sessionId));
  }

  /** See `TraceStore.abandonStale`; here `isOwnerAlive` checks the processes of this host by default. */
  async abandonStale(options: AbandonStaleOptions = {}): Promise<MappingSession[]> {
    return this.alone([], () => this.store.abandonStale({ isOwnerAlive, ...options }));
  }

  /** See `TraceStore.reopenSession`; the session's owner becomes that of this logger. */
  async reopenSession(id: string, expectedStatus: "abandoned" | "cancelled"): Promise<MappingSession> {
    return this.alone([id], () => this.store.reopenSession(id, expectedStatus, this.owner));
  }

  /** What was written so far, and how. The same numbers are reported to OpenTelemetry. */
  get counters(): LoggerCounters {
    return this.group.counters;
  }

  /** Resolves when the queue has room. Await it now and then if you make calls without awaiting each one. */
  async ready(): Promise<void> {
    await this.group.ready();
  }

  /** Resolves when all calls made so far have settled. */
  async flush(): Promise<void> {
    await this.group.flush();
  }

  /**
   * Refuses later calls and waits for those in progress. Idempotent. Leaves the store open for whoever opened it.
   */
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

  /**
   * Called before anything is awaited, so that later changes by the caller have no effect, and bad records fail first.
   */
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

/** For records that their creator hands over, with ids already derived. */
const WHOLE: KnownOfRecords = { isIdDerived: () => true, isOwn: () => true };

/** Only a plain object or, where allowed, a list: the contents of any other object, such as a Map, would be ignored. */
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
