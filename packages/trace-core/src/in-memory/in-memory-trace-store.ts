import { checkReopening } from "../adapter/sessions/check-reopening.js";
import { measureClock } from "../adapter/sessions/measure-clock.js";
import { plainCopy } from "../adapter/batch/plain-copy.js";
import { prepareBatch } from "../adapter/batch/prepare-batch.js";
import { systemClock, type Clock } from "../clock.js";
import {
  SessionInUseError,
  SessionNotFoundError,
  SessionStatusConflictError,
} from "../errors/session-errors.js";
import { StoreClosedError } from "../errors/store-errors.js";
import type { EntityMapping } from "../records/entity-mapping.js";
import type { EntityMappingProvenance } from "../records/entity-mapping-provenance.js";
import type { ExecutionMetric } from "../records/execution-metric.js";
import type { IdentifierOutcome } from "../records/identifier-outcome.js";
import type { MappingPathExecutionLog } from "../records/mapping-path-execution-log.js";
import type { MappingSession, MappingSessionStatus, SessionOwner } from "../records/mapping-session.js";
import type { TraceBatch } from "../records/trace-batch.js";
import type { StoreInspection } from "../store-inspection.js";
import type { TraceStore } from "../trace-store.js";
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
} from "../trace-store-queries.js";
import { InMemoryRecords } from "./in-memory-records.js";
import * as lists from "./lists.js";
import * as lookUps from "./look-ups.js";
import { pathPerformance } from "./path-performance.js";
import * as upkeep from "./upkeep.js";

export interface InMemoryTraceStoreOptions {
  /** The store's clock. Default: the system's. */
  readonly clock?: Clock;
}

/**
 * A trace store in memory, lost when the process ends. It fulfils the whole contract except durability: a fake for
 * tests, also usable for runs whose trace is not needed afterwards.
 */
export class InMemoryTraceStore implements TraceStore {
  private readonly clock: Clock;
  private readonly records = new InMemoryRecords();
  private isClosed = false;

  constructor(options: InMemoryTraceStoreOptions = {}) {
    this.clock = options.clock ?? systemClock;
  }

  async write(batch: TraceBatch): Promise<void> {
    const records = this.open();
    const prepared = prepareBatch(batch);
    // Preparing makes copies, but a batch that was already prepared is returned as it is, and its caller still holds
    // it.
    records.apply(prepared === batch ? plainCopy(prepared) : prepared);
  }

  async getSession(id: string): Promise<MappingSession | undefined> {
    return structuredClone(this.open().sessions.get(id));
  }

  async listSessions(query: ListSessionsQuery = {}): Promise<Page<MappingSession>> {
    return lists.listSessions(this.open(), query);
  }

  async listPathExecutions(query: ListPathExecutionsQuery): Promise<Page<MappingPathExecutionLog>> {
    return lists.listPathExecutions(this.open(), query);
  }

  async listMetrics(query: ListMetricsQuery): Promise<Page<ExecutionMetric>> {
    return lists.listMetrics(this.open(), query);
  }

  async listOutcomes(query: ListOutcomesQuery): Promise<Page<IdentifierOutcome>> {
    return lists.listOutcomes(this.open(), query);
  }

  async listProvenance(query: ListProvenanceQuery): Promise<Page<EntityMappingProvenance>> {
    return lists.listProvenance(this.open(), query);
  }

  async listMappings(query: ListMappingsQuery = {}): Promise<Page<EntityMapping>> {
    return lists.listMappings(this.open(), query);
  }

  async getMappings(ids: readonly string[]): Promise<EntityMapping[]> {
    return lookUps.getMappings(this.open(), ids);
  }

  async findMappings(query: FindMappingsQuery): Promise<EntityMapping[]> {
    return lookUps.findMappings(this.open(), query, this.clock());
  }

  async findReverse(query: FindReverseQuery): Promise<EntityMapping[]> {
    return lookUps.findReverse(this.open(), query, this.clock());
  }

  async findAnswers(query: FindAnswersQuery): Promise<CachedAnswer[]> {
    return lookUps.findAnswers(this.open(), query);
  }

  async pathPerformance(window: PerformanceWindow = {}): Promise<PathPerformanceReport> {
    return pathPerformance(this.open().pathExecutions.values(), window);
  }

  async countRecords(): Promise<RecordCounts> {
    return upkeep.countRecords(this.open());
  }

  async inspect(): Promise<StoreInspection> {
    this.open();
    return {
      product: "memory",
      version: null,
      schema: { applied: [], pending: [] },
      indexes: [],
      ...(await measureClock(async () => this.clock())),
      sizeBytes: null,
    };
  }

  async heartbeat(sessionId: string): Promise<MappingSessionStatus> {
    const session = this.session(sessionId);
    const now = this.clock();
    if (session.status === "running" && now > session.heartbeatAt) {
      this.records.sessions.set(sessionId, { ...session, heartbeatAt: now });
    }
    return session.status;
  }

  async abandonStale(options: AbandonStaleOptions = {}): Promise<MappingSession[]> {
    return upkeep.abandonStale(this.open(), options, this.clock());
  }

  async reopenSession(
    id: string,
    expectedStatus: "abandoned" | "cancelled",
    owner: SessionOwner | null = null,
  ): Promise<MappingSession> {
    this.open();
    checkReopening(expectedStatus, owner);
    const session = this.session(id);
    if (session.status !== expectedStatus)
      throw new SessionStatusConflictError(id, session.status, expectedStatus);
    const reopened: MappingSession = {
      ...session,
      status: "running",
      endedAt: null,
      error: null,
      heartbeatAt: this.clock(),
      owner: structuredClone(owner),
    };
    this.records.sessions.set(id, reopened);
    return structuredClone(reopened);
  }

  async deleteSession(id: string): Promise<boolean> {
    const records = this.open();
    if (!records.sessions.has(id)) return false;
    const usedBy = upkeep.sessionsAnsweredBy(records, id);
    if (usedBy.length > 0) throw new SessionInUseError(id, usedBy.slice(0, 10));
    records.removeSession(id);
    return true;
  }

  async prune(options: PruneOptions): Promise<PruneReport> {
    return upkeep.prune(this.open(), options);
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }

  private open(): InMemoryRecords {
    if (this.isClosed) throw new StoreClosedError();
    return this.records;
  }

  private session(id: string): MappingSession {
    const session = this.open().sessions.get(id);
    if (session === undefined) throw new SessionNotFoundError(id);
    return session;
  }
}
