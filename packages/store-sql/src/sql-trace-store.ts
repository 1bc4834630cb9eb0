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
import { prepareBatch, sizeOf, type PreparedBatch } from "@waymark/trace-core/adapter";

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
import { writeAfter } from "./operations/write/write-after.js";
import { isOneStatement, writeBatch } from "./operations/write/write-batch.js";
import { DEFAULT_MIGRATIONS_TABLE } from "./schema/schema-steps.js";
import type { SqlSession } from "./sql-session.js";
import type { SqlSessionManager } from "./sql-session-manager.js";

export interface SqlTraceStoreOptions {
  /** Table that records which migrations were run. Default `waymark_migrations`. */
  readonly migrationsTable?: string;
}

/**
 * A trace store on the database of a session manager. It expects an existing schema, which `openSqlTraceStore` creates.
 * Closing it waits for its own calls, and leaves the DataSource open.
 */
export class SqlTraceStore implements TraceStore {
  private readonly running = new Set<Promise<unknown>>();
  private isClosed = false;

  /** Missing on SQLite, which has only one transaction at a time. */
  readonly writeAfter?: NonNullable<TraceStore["writeAfter"]>;

  constructor(
    private readonly sessions: SqlSessionManager,
    private readonly options: SqlTraceStoreOptions = {},
  ) {
    if (!sessions.dialect.isSerial) {
      this.writeAfter = async (batch, earlier) => {
        this.checkOpen();
        const prepared = prepareBatch(batch);
        await this.track(async () => {
          const isWritten = await writeAfter(this.sessions, prepared, earlier);
          if (!isWritten) await this.writePrepared(prepared);
        });
      };
    }
  }

  get retries(): number {
    return this.sessions.retries;
  }

  async write(batch: TraceBatch): Promise<void> {
    this.checkOpen();
    const prepared = prepareBatch(batch);
    await this.track(() => this.writePrepared(prepared));
  }

  async getSession(id: string): Promise<MappingSession | undefined> {
    return this.readOne((session) => getSession(session, id));
  }

  async listSessions(query: ListSessionsQuery = {}): Promise<Page<MappingSession>> {
    return this.readOne((session) => listSessions(session, query));
  }

  async listPathExecutions(query: ListPathExecutionsQuery): Promise<Page<MappingPathExecutionLog>> {
    return this.readOne((session) => listPathExecutions(session, query));
  }

  async listMetrics(query: ListMetricsQuery): Promise<Page<ExecutionMetric>> {
    return this.readOne((session) => listMetrics(session, query));
  }

  async listOutcomes(query: ListOutcomesQuery): Promise<Page<IdentifierOutcome>> {
    return this.readOne((session) => listOutcomes(session, query));
  }

  async listProvenance(query: ListProvenanceQuery): Promise<Page<EntityMappingProvenance>> {
    return this.read((session) => listProvenance(session, query));
  }

  async listMappings(query: ListMappingsQuery = {}): Promise<Page<EntityMapping>> {
    return this.readOne((session) => listMappings(session, query));
  }

  async getMappings(ids: readonly string[]): Promise<EntityMapping[]> {
    return this.readOne((session) => getMappings(session, ids));
  }

  async findMappings(query: FindMappingsQuery): Promise<EntityMapping[]> {
    return this.readOne((session) => findMappings(session, query));
  }

  async findReverse(query: FindReverseQuery): Promise<EntityMapping[]> {
    return this.readOne((session) => findReverse(session, query));
  }

  async findAnswers(query: FindAnswersQuery): Promise<CachedAnswer[]> {
    return this.read((session) => findAnswers(session, query));
  }

  async pathPerformance(window: PerformanceWindow = {}): Promise<PathPerformanceReport> {
    return this.read((session) => pathPerformance(session, window));
  }

  async countRecords(): Promise<RecordCounts> {
    return this.readOne(countRecords);
  }

  async inspect(): Promise<StoreInspection> {
    return this.track(() => inspect(this.sessions, this.options.migrationsTable ?? DEFAULT_MIGRATIONS_TABLE));
  }

  async heartbeat(sessionId: string): Promise<MappingSessionStatus> {
    return this.unit((session) => heartbeat(session, sessionId));
  }

  async abandonStale(options: AbandonStaleOptions = {}): Promise<MappingSession[]> {
    return this.unit((session) => abandonStale(session, options));
  }

  async reopenSession(
    id: string,
    expectedStatus: "abandoned" | "cancelled",
    owner: SessionOwner | null = null,
  ): Promise<MappingSession> {
    return this.unit((session) => reopenSession(session, id, expectedStatus, owner));
  }

  async deleteSession(id: string): Promise<boolean> {
    return this.unit((session) => deleteSession(session, id));
  }

  async prune(options: PruneOptions): Promise<PruneReport> {
    return this.track(() => prune(this.sessions, options));
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.allSettled([...this.running]);
  }

  private async writePrepared(batch: PreparedBatch): Promise<void> {
    const { records } = sizeOf(batch);
    if (records === 0) return;
    await this.sessions.withSession((session, attempt) => writeBatch(session, batch, attempt === 1), {
      isOneStatement: isOneStatement(batch, this.sessions.dialect),
      records,
    });
  }

  private async read<T>(work: (session: SqlSession) => Promise<T>): Promise<T> {
    return this.track(() => this.sessions.withReadSession(work));
  }

  /** For work that is one statement. */
  private async readOne<T>(work: (session: SqlSession) => Promise<T>): Promise<T> {
    return this.track(() => this.sessions.withReadSession(work, { isOneStatement: true }));
  }

  private async unit<T>(work: (session: SqlSession) => Promise<T>): Promise<T> {
    return this.track(() => this.sessions.withSession(work));
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
