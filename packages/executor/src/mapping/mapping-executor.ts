import {
  ExecutionTraceLogger,
  SessionNotFoundError,
  systemClock,
  uuidV7,
  type Clock,
  type IdSource,
  type MappingSession,
  type SessionResource,
  type TraceStore,
} from "@waymark/trace-core";

import type { Catalog } from "../catalog.js";
import { combineConfidence, type CombineConfidence } from "../confidence/combine-confidence.js";
import { EXECUTOR_VERSION } from "../executor-version.js";
import type { IdentifierType } from "../identifier-type.js";
import { beginMappingRun, type RunOrder, type RunSurroundings } from "./begin-mapping-run.js";
import { InvalidMappingRequestError } from "./errors/invalid-mapping-request-error.js";
import { SessionNotResumableError } from "./errors/session-not-resumable-error.js";
import { knownLength } from "./input/known-length.js";
import type { MappingRun } from "./mapping-run.js";
import { consultableResources } from "./plan/consultable-resources.js";
import { MappingPlanner } from "./plan/mapping-planner.js";
import type { MappingRequest } from "./request/mapping-request.js";
import { resolveRequest, sessionParameters, type ResolvedRequest } from "./request/resolve-request.js";
import { resumedRequest, type ResumeOptions } from "./request/resumed-request.js";
import type { MappingReport, MappingResult, MappingRunResult } from "./result/mapping-result.js";
import { recordedResults } from "./result/recorded-results.js";
import { sharedTargets } from "./result/shared-targets.js";
import {
  RobustExecutionCoordinator,
  type RobustExecutionCoordinatorOptions,
} from "./robust-execution-coordinator.js";
import { ExecutorTelemetry } from "./telemetry/executor-telemetry.js";

export interface MappingExecutorOptions extends RobustExecutionCoordinatorOptions {
  readonly catalog: Catalog;
  /** Answers are read from it; records are written only through the logger. */
  readonly store: TraceStore;
  /** Default: a new one on the store, with the clock and the ids given here. */
  readonly logger?: ExecutionTraceLogger;
  /** Default: the system's clock. */
  readonly clock?: Clock;
  /** Creates the ids of path executions and, in the default logger, of sessions and metrics. Default: UUIDv7. */
  readonly newId?: IdSource;
  /** Combines the confidences of a branch's hops into one. Default: their product, see `combineConfidence`. */
  readonly combineConfidence?: CombineConfidence;
  /**
   * Name of a custom `combineConfidence`, such as `minimum/1`; part of every answer's fingerprint. Without it, answers
   * of a custom rule are neither cached nor served.
   */
  readonly confidenceRule?: string;
  /**
   * Maximum branches of one identifier that are followed at one step; the others become losses `cut`. Default 20,000.
   */
  readonly maxBranches?: number;
}

/** Maps identifiers from one type to another along the paths of a catalog, and logs every step. */
export class MappingExecutor {
  private readonly surroundings: RunSurroundings;
  private readonly coordinator: RobustExecutionCoordinator;
  private readonly planner: MappingPlanner;

  constructor(options: MappingExecutorOptions) {
    const { catalog, store, clock = systemClock, newId = uuidV7, ...rest } = options;
    const logger =
      rest.logger ?? new ExecutionTraceLogger(store, { clock, newId, executorVersion: EXECUTOR_VERSION });
    this.surroundings = {
      catalog,
      store,
      logger,
      clock,
      newId,
      combineConfidence: rest.combineConfidence ?? combineConfidence,
      maxBranches: rest.maxBranches ?? 20_000,
      telemetry: new ExecutorTelemetry(),
    };
    this.coordinator = new RobustExecutionCoordinator(logger, {
      ...(rest.heartbeatMs !== undefined && { heartbeatMs: rest.heartbeatMs }),
      ...(rest.staleAfterMs !== undefined && { staleAfterMs: rest.staleAfterMs }),
      ...(rest.isOwnerAlive !== undefined && { isOwnerAlive: rest.isOwnerAlive }),
    });
    this.planner = new MappingPlanner(catalog, options);
  }

  /**
   * Maps all identifiers and returns all results, in input order. If they do not fit into memory, use `streamMapping`,
   * which otherwise does the same.
   */
  async executeMapping(request: MappingRequest): Promise<MappingRunResult> {
    return collected(this.streamMapping(request));
  }

  /**
   * Continues a session that was abandoned or cancelled, with its original options: takes the answers that it holds,
   * maps the rest, and ends like an uninterrupted run over the same identifiers. The report's `hops` count only what
   * was mapped since.
   *
   * @param identifiers the same as those of the session
   * @throws SessionNotFoundError
   * @throws SessionStatusConflictError the session ended with another status, or is running
   * @throws SessionNotResumableError the catalog has changed, or the session was not started by a `MappingExecutor`
   * @throws the errors of `streamMapping`
   */
  async resume(
    sessionId: string,
    identifiers: MappingRequest["identifiers"],
    options: ResumeOptions = {},
  ): Promise<MappingRunResult> {
    return collected(this.streamResumed(sessionId, identifiers, options));
  }

  /** Like `resume`, but yields the results one by one. */
  async *streamResumed(
    sessionId: string,
    identifiers: MappingRequest["identifiers"],
    options: ResumeOptions = {},
  ): AsyncGenerator<MappingResult, MappingReport, undefined> {
    const { catalog, store } = this.surroundings;
    const session = await this.sessionOf(sessionId);
    const request = resumedRequest(session, identifiers, catalog, options);
    const { items } = await store.listPathExecutions({ sessionId });
    const { begin } = this.prepared(request, {
      isResumed: true,
      firstBatch: 1 + Math.max(-1, ...items.map((it) => it.batchIndex)),
    });
    return yield* this.coordinator.resume(sessionId, begin, request.signal);
  }

  /**
   * Yields the recorded results of a session that ended as `completed` or `partial`. Nothing is mapped, and nothing is
   * written. The report's `hops` are empty.
   *
   * @param identifiers the same as those of the session
   * @throws SessionNotFoundError
   * @throws SessionNotResumableError the session has another status or was not started by a `MappingExecutor`, the
   *   catalog has changed, or an answer is no longer in the trace
   */
  async *streamRecorded(
    sessionId: string,
    identifiers: MappingRequest["identifiers"],
    options: ResumeOptions = {},
  ): AsyncGenerator<MappingResult, MappingReport, undefined> {
    const { catalog, store } = this.surroundings;
    const session = await this.sessionOf(sessionId);
    if (session.status !== "completed" && session.status !== "partial")
      throw new SessionNotResumableError(sessionId, `it is ${session.status}, and does not have all results`);
    const request = resumedRequest(session, identifiers, catalog, options);
    return yield* recordedResults({
      store,
      session,
      request,
      type: this.sourceTypeOf(request),
      secondaryTypes: this.planner.plan(request).secondary.flatMap((it) => catalog.types.get(it.type) ?? []),
    });
  }

  /**
   * Yields one result for each input, in input order, once it is committed. Memory is bounded by a few slices: those
   * being consumed, written (at most two) and mapped. Returns the report of the run. A consumer that stops early ends
   * the session as `cancelled`. Nothing starts before the first result is requested.
   *
   * @throws InvalidMappingRequestError, NoPathFoundError before any session is opened
   * @throws MappingCancelledError after an abort
   * @throws SessionLostError somebody else ended the session
   * @throws the errors of the store, of the source of identifiers (`InvalidMappingRequestError` for an input of the
   *   wrong type) and of `onProgress`; the session ends as `failed` if that can still be written
   */
  async *streamMapping(request: MappingRequest): AsyncGenerator<MappingResult, MappingReport, undefined> {
    const resolved = resolveRequest(withEndpoint(request, this.surroundings.catalog));
    const { sourceType, targetType, sourceEndpoint, targetEndpoint, tags } = resolved;
    const { begin, resources } = this.prepared(resolved, { isResumed: false, firstBatch: 0 });
    return yield* this.coordinator.run(
      {
        sourceType,
        targetType,
        sourceEndpoint,
        targetEndpoint,
        parameters: sessionParameters(resolved, {
          maxBranches: this.surroundings.maxBranches,
          confidenceRule: this.planner.confidenceRule,
        }),
        catalogFingerprint: this.surroundings.catalog.fingerprint,
        resources,
        inputCount: knownLength(resolved.identifiers),
        executorVersion: EXECUTOR_VERSION,
        tags,
      },
      begin,
      resolved.signal,
    );
  }

  /**
   * The resources that a run of this request may consult, in their present versions, ordered by name; its session will
   * list them.
   *
   * @throws InvalidMappingRequestError, NoPathFoundError
   */
  consultableResources(request: Omit<MappingRequest, "identifiers">): SessionResource[] {
    const resolved = resolveRequest(withEndpoint({ ...request, identifiers: [] }, this.surroundings.catalog));
    return this.prepared(resolved, { isResumed: false, firstBatch: 0 }).resources;
  }

  private async sessionOf(id: string): Promise<MappingSession> {
    const session = await this.surroundings.store.getSession(id);
    if (session === undefined) throw new SessionNotFoundError(id);
    return session;
  }

  /**
   * Plans the work of a session, before the session is opened.
   *
   * @throws InvalidMappingRequestError, NoPathFoundError
   */
  private prepared(request: ResolvedRequest, from: Pick<RunOrder, "isResumed" | "firstBatch">): Prepared {
    const { surroundings } = this;
    const type = this.sourceTypeOf(request);
    const plans = this.planner.plan(request);
    const { plan, back, secondary } = plans;
    return {
      resources: consultableResources(surroundings.catalog, [
        plan,
        ...(back ? [back] : []),
        ...secondary.map((it) => it.plan),
      ]),
      begin: ({ id }, signal) => beginMappingRun(surroundings, { request, plans, type, ...from }, id, signal),
    };
  }

  private sourceTypeOf({ sourceType }: ResolvedRequest): IdentifierType {
    const type = this.surroundings.catalog.types.get(sourceType);
    if (!type)
      throw new InvalidMappingRequestError("sourceType", "must be a type of the catalog", sourceType);
    return type;
  }
}

/** Takes the secondary types from the source endpoint, if the catalog has it and the request names none. */
function withEndpoint(request: MappingRequest, { endpoints }: Catalog): MappingRequest {
  const endpoint = endpoints?.get(request.sourceEndpoint ?? "");
  if (endpoint === undefined || request.secondaryTypes !== undefined) return request;
  return { ...request, secondaryTypes: endpoint.types.filter((it) => it !== request.sourceType) };
}

interface Prepared {
  /** The resources that the session may consult. */
  readonly resources: SessionResource[];
  readonly begin: (session: MappingSession, signal: AbortSignal) => MappingRun;
}

/** All results of a stream, with its report. */
async function collected(
  stream: AsyncGenerator<MappingResult, MappingReport, undefined>,
): Promise<MappingRunResult> {
  const results: MappingResult[] = [];
  for (;;) {
    const step = await stream.next();
    if (step.done) return { ...step.value, results, sharedTargets: sharedTargets(results) };
    results.push(step.value);
  }
}
