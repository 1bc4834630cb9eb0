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
  /** Read for answers; written only through the logger. */
  readonly store: TraceStore;
  /** Default: one over the store, with the clock and the ids given here. */
  readonly logger?: ExecutionTraceLogger;
  /** Default: the system's clock. */
  readonly clock?: Clock;
  /** Makes ids of path executions and metrics. Default: UUIDv7. */
  readonly newId?: IdSource;
  /** How the confidences of a branch's hops become one. Default: their product, see `combineConfidence`. */
  readonly combineConfidence?: CombineConfidence;
  /**
   * What tells a rule of one's own from others, such as `minimum/1`: part of every answer's fingerprint. Without it,
   * answers made by `combineConfidence` are neither cached nor served.
   */
  readonly confidenceRule?: string;
  /** Branches of one identifier at one step that are followed at most; the rest is a loss `cut`. Default 20,000. */
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
   * Maps all identifiers and returns all results, in input order. For more of them than fit into memory, see
   * `streamMapping`; everything else is the same.
   */
  async executeMapping(request: MappingRequest): Promise<MappingRunResult> {
    return collected(this.streamMapping(request));
  }

  /**
   * Goes on with a session that was abandoned or cancelled, with the options with which it was begun: takes the answers
   * that it holds, maps the rest, and ends as an undisturbed run of the same identifiers would have. The report's `hops`
   * count what was mapped since.
   *
   * @param identifiers the same as those of the session
   * @throws SessionNotFoundError
   * @throws SessionStatusConflictError it ended otherwise, or somebody is running it
   * @throws SessionNotResumableError the catalog has changed since
   * @throws as `streamMapping`
   */
  async resume(
    sessionId: string,
    identifiers: MappingRequest["identifiers"],
    options: ResumeOptions = {},
  ): Promise<MappingRunResult> {
    return collected(this.streamResumed(sessionId, identifiers, options));
  }

  /** As `resume`, result by result. */
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
   * The results of a session that has ended as `completed` or `partial`, result by result, as its trace holds them: nothing is
   * mapped and nothing written. The report has no `hops`.
   *
   * @param identifiers the same as those of the session
   * @throws SessionNotFoundError
   * @throws SessionNotResumableError it ended otherwise or is running, the catalog has changed since, or an answer is not in the
   *   trace any more
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
   * Yields one result for each identifier, in input order, once it is committed. Memory is bounded by the slices: one that
   * is consumed, two that are written, one that is worked out. Returns the report of the run. A consumer that stops early
   * ends the session as `cancelled`; nothing begins before the first result is asked for.
   *
   * @throws InvalidMappingRequestError, NoPathFoundError before any session is opened
   * @throws MappingCancelledError after an abort
   * @throws SessionLostError somebody else ended the session
   * @throws what the store and the source of identifiers throw; the session ends as `failed` where that can be written
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
   * The resources that a run of this request can consult, as they are now, by name; what its session will list.
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
   * What a session's work is to be; found out before one is opened.
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

/** A source endpoint of the catalog says which secondary types there are. */
function withEndpoint(request: MappingRequest, { endpoints }: Catalog): MappingRequest {
  const endpoint = endpoints?.get(request.sourceEndpoint ?? "");
  if (endpoint === undefined || request.secondaryTypes !== undefined) return request;
  return { ...request, secondaryTypes: endpoint.types.filter((it) => it !== request.sourceType) };
}

interface Prepared {
  /** What the session can consult. */
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
