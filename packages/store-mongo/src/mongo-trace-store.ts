import {
  StoreClosedError,
  type AbandonStaleOptions,
  type CachedAnswer,
  type EntityMapping,
  type EntityMappingProvenance,
  type ExecutionMetric,
  type FindAnswersQuery,
  type FindMappingsQuery,
  type FindReverseQuery,
  type IdentifierOutcome,
  type ListMappingsQuery,
  type ListMetricsQuery,
  type ListOutcomesQuery,
  type ListPathExecutionsQuery,
  type ListProvenanceQuery,
  type ListSessionsQuery,
  type MappingPathExecutionLog,
  type MappingSession,
  type MappingSessionStatus,
  type Page,
  type PathPerformanceReport,
  type PerformanceWindow,
  type PruneOptions,
  type PruneReport,
  type RecordCounts,
  type SessionOwner,
  type StoreInspection,
  type TraceBatch,
  type TraceStore,
} from "@waymark/trace-core";
import { prepareBatch } from "@waymark/trace-core/adapter";

import type { MongoSession } from "./mongo-session.js";
import type { MongoSessionManager } from "./mongo-session-manager.js";
import { abandonStale } from "./operations/abandon-stale.js";
import { countRecords } from "./operations/count-records.js";
import { deleteSession } from "./operations/delete-session.js";
import { findAnswers } from "./operations/find-answers.js";
import { findMappings, findReverse } from "./operations/find-mappings.js";
import { getMappings } from "./operations/get-mappings.js";
import { getSession } from "./operations/get-session.js";
import { heartbeat } from "./operations/heartbeat.js";
import { inspect } from "./operations/inspect.js";
import { listMappings } from "./operations/lists/list-mappings.js";
import { listMetrics } from "./operations/lists/list-metrics.js";
import { listOutcomes } from "./operations/lists/list-outcomes.js";
import { listPathExecutions } from "./operations/lists/list-path-executions.js";
import { listProvenance } from "./operations/lists/list-provenance.js";
import { listSessions } from "./operations/lists/list-sessions.js";
import { pathPerformance } from "./operations/path-performance.js";
import { prune } from "./operations/prune.js";
import { reopenSession } from "./operations/reopen-session.js";
import { writeBatch } from "./operations/write-batch.js";

/**
 * A trace store on the database of a session manager. It expects existing collections and indexes, which
 * `openMongoTraceStore` creates. Closing it waits for its own calls, and leaves the client open.
 */
export class MongoTraceStore implements TraceStore {
  private readonly running = new Set<Promise<unknown>>();
  private isClosed = false;

  constructor(private readonly sessions: MongoSessionManager) {}

  get retries(): number {
    return this.sessions.retries;
  }

  async write(batch: TraceBatch): Promise<void> {
    this.checkOpen();
    const prepared = prepareBatch(batch);
    if (Object.values(prepared).every((records: readonly unknown[]) => records.length === 0)) return;
    await this.track(() => this.sessions.withSession((session) => writeBatch(session, prepared)));
  }

  async getSession(id: string): Promise<MappingSession | undefined> {
    return this.read((session) => getSession(session, id));
  }

  async listSessions(query: ListSessionsQuery = {}): Promise<Page<MappingSession>> {
    return this.read((session) => listSessions(session, query));
  }

  async listPathExecutions(query: ListPathExecutionsQuery): Promise<Page<MappingPathExecutionLog>> {
    return this.read((session) => listPathExecutions(session, query));
  }

  async listMetrics(query: ListMetricsQuery): Promise<Page<ExecutionMetric>> {
    return this.read((session) => listMetrics(session, query));
  }

  async listOutcomes(query: ListOutcomesQuery): Promise<Page<IdentifierOutcome>> {
    return this.read((session) => listOutcomes(session, query));
  }

  async listProvenance(query: ListProvenanceQuery): Promise<Page<EntityMappingProvenance>> {
    return this.read((session) => listProvenance(session, query));
  }

  async listMappings(query: ListMappingsQuery = {}): Promise<Page<EntityMapping>> {
    return this.read((session) => listMappings(session, query));
  }

  async getMappings(ids: readonly string[]): Promise<EntityMapping[]> {
    return this.read((session) => getMappings(session, ids));
  }

  async findMappings(query: FindMappingsQuery): Promise<EntityMapping[]> {
    return this.read((session) => findMappings(session, query, () => this.sessions.serverNow()));
  }

  async findReverse(query: FindReverseQuery): Promise<EntityMapping[]> {
    return this.read((session) => findReverse(session, query, () => this.sessions.serverNow()));
  }

  async findAnswers(query: FindAnswersQuery): Promise<CachedAnswer[]> {
    return this.read((session) => findAnswers(session, query));
  }

  async pathPerformance(window: PerformanceWindow = {}): Promise<PathPerformanceReport> {
    return this.read((session) => pathPerformance(session, window));
  }

  async countRecords(): Promise<RecordCounts> {
    return this.read(countRecords);
  }

  async inspect(): Promise<StoreInspection> {
    return this.track(() => inspect(this.sessions));
  }

  async heartbeat(sessionId: string): Promise<MappingSessionStatus> {
    return this.unitNow((session, now) => heartbeat(session, sessionId, now));
  }

  async abandonStale(options: AbandonStaleOptions = {}): Promise<MappingSession[]> {
    return this.unitNow((session, now) => abandonStale(session, options, now));
  }

  async reopenSession(
    id: string,
    expectedStatus: "abandoned" | "cancelled",
    owner: SessionOwner | null = null,
  ): Promise<MappingSession> {
    return this.unitNow((session, now) => reopenSession(session, id, expectedStatus, owner, now));
  }

  async deleteSession(id: string): Promise<boolean> {
    return this.track(() => deleteSession(this.sessions, id));
  }

  async prune(options: PruneOptions): Promise<PruneReport> {
    return this.track(() => prune(this.sessions, options));
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.allSettled([...this.running]);
  }

  private async read<T>(work: (session: MongoSession) => Promise<T>): Promise<T> {
    return this.track(() => this.sessions.withReadSession(work));
  }

  /**
   * Passes the server's time, read within the unit of work, so that its failures are retried and reported like all
   * others.
   */
  private async unitNow<T>(work: (session: MongoSession, now: Date) => Promise<T>): Promise<T> {
    return this.track(() =>
      this.sessions.withSession(async (session) => work(session, await this.sessions.serverNow())),
    );
  }

  /** Keeps track of a call, so that `close` can wait for it. */
  private async track<T>(call: () => Promise<T>): Promise<T> {
    this.checkOpen();
    const result = call();
    this.running.add(result);
    try {
      return await result;
    } finally {
      this.running.delete(result);
    }
  }

  private checkOpen(): void {
    if (this.isClosed) throw new StoreClosedError();
  }
}
