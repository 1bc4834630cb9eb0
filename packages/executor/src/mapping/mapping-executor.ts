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
import type { IdentifierType } from "../identifier-type.js";
import { combineConfidence, type CombineConfidence } from "../confidence/combine-confidence.js";
import { SessionNotResumableError } from "./errors/session-not-resumable-error.js";
import { InvalidMappingRequestError } from "./errors/invalid-mapping-request-error.js";
import { EXECUTOR_VERSION } from "../executor-version.js";
import type { MappingReport, MappingResult, MappingRunResult } from "./mapping-result.js";
import type { MappingRequest } from "./mapping-request.js";
import { sharedTargets } from "./answer/shared-targets.js";
import { MappingRun } from "./mapping-run.js";
import { PathExecutionManager } from "./path-execution-manager.js";
import { consultableResources } from "./plan/consultable-resources.js";
import { MappingPlanner, type MappingPlans } from "./plan/mapping-planner.js";
import { ProgressMeter } from "./progress-meter.js";
import { recordedResults } from "./recorded-results.js";
import { resolveRequest, sessionParameters, type ResolvedRequest } from "./resolve-request.js";
import { resumedRequest, type ResumeOptions } from "./resumed-request.js";
import {
  RobustExecutionCoordinator,
  type RobustExecutionCoordinatorOptions,
} from "./robust-execution-coordinator.js";
import { SecondaryRoutes } from "./secondary/secondary-routes.js";
import { SliceMapper } from "./slice/slice-mapper.js";
import { ExecutorTelemetry } from "./telemetry/executor-telemetry.js";
import { TargetValidator } from "./validation/target-validator.js";

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
  private readonly logger: ExecutionTraceLogger;
  private readonly clock: Clock;
  private readonly newId: IdSource;
  private readonly coordinator: RobustExecutionCoordinator;
  private readonly planner: MappingPlanner;
  private readonly telemetry = new ExecutorTelemetry();

  constructor(private readonly options: MappingExecutorOptions) {
    const { catalog, store, clock = systemClock, newId = uuidV7, ...rest } = options;
    this.clock = clock;
    this.newId = newId;
    this.logger =
      rest.logger ?? new ExecutionTraceLogger(store, { clock, newId, executorVersion: EXECUTOR_VERSION });
    this.coordinator = new RobustExecutionCoordinator(this.logger, {
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
    const { catalog, store } = this.options;
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
    const { catalog, store } = this.options;
    const session = await this.sessionOf(sessionId);
    if (session.status !== "completed" && session.status !== "partial")
      throw new SessionNotResumableError(sessionId, `it is ${session.status}, and has not all results`);
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
    const resolved = resolveRequest(withEndpoint(request, this.options.catalog));
    const { sourceType, targetType, sourceEndpoint, targetEndpoint, tags } = resolved;
    const { begin, resources } = this.prepared(resolved, { isResumed: false, firstBatch: 0 });
    return yield* this.coordinator.run(
      {
        sourceType,
        targetType,
        sourceEndpoint,
        targetEndpoint,
        parameters: sessionParameters(resolved, {
          maxBranches: this.maxBranches,
          confidenceRule: this.planner.confidenceRule,
        }),
        catalogFingerprint: this.options.catalog.fingerprint,
        resources,
        inputCount: lengthOf(resolved.identifiers),
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
    const resolved = resolveRequest(withEndpoint({ ...request, identifiers: [] }, this.options.catalog));
    return this.prepared(resolved, { isResumed: false, firstBatch: 0 }).resources;
  }

  private async sessionOf(id: string): Promise<MappingSession> {
    const session = await this.options.store.getSession(id);
    if (session === undefined) throw new SessionNotFoundError(id);
    return session;
  }

  private get maxBranches(): number {
    return this.options.maxBranches ?? 20_000;
  }

  /**
   * What a session's work is to be; found out before one is opened.
   *
   * @throws InvalidMappingRequestError, NoPathFoundError
   */
  private prepared(request: ResolvedRequest, from: Beginning): Prepared {
    const { catalog } = this.options;
    const type = this.sourceTypeOf(request);
    const plans = this.planner.plan(request);
    const { plan, back, secondary } = plans;
    return {
      resources: consultableResources(catalog, [
        plan,
        ...(back ? [back] : []),
        ...secondary.map((it) => it.plan),
      ]),
      begin: ({ id }, signal) => this.begin(id, request, plans, type, from, signal),
    };
  }

  private sourceTypeOf({ sourceType }: ResolvedRequest): IdentifierType {
    const type = this.options.catalog.types.get(sourceType);
    if (!type)
      throw new InvalidMappingRequestError("sourceType", "must be a type of the catalog", sourceType);
    return type;
  }

  private begin(
    sessionId: string,
    request: ResolvedRequest,
    { plan, back, secondary }: MappingPlans,
    type: IdentifierType,
    { isResumed, firstBatch }: Beginning,
    signal: AbortSignal,
  ): MappingRun {
    const { clock, newId, maxBranches } = this;
    const { store, combineConfidence: combine = combineConfidence } = this.options;
    const progress = new ProgressMeter(sessionId, request.onProgress, lengthOf(request.identifiers));
    const telemetry = this.telemetry.session(sessionId, request);
    const options = {
      ...request,
      sessionId,
      firstBatch,
      combineConfidence: combine,
      maxBranches,
      executorVersion: EXECUTOR_VERSION,
      clock,
      newId,
      telemetry,
    };
    const paths = new PathExecutionManager(this.logger, plan, options);
    const { sourceType, targetType } = request;
    const secondaryRoutes = secondary.map((it) => ({
      type: it.type,
      paths: new PathExecutionManager(this.logger, it.plan, {
        ...options,
        sourceType: it.type,
        inputType: sourceType,
      }),
    }));
    const wayBack = { ...options, sourceType: targetType, targetType: sourceType, minConfidence: 0 };
    const validator =
      back === undefined
        ? null
        : new TargetValidator({
            sourceType,
            back: back && new PathExecutionManager(this.logger, back, wayBack),
          });
    const slices = new SliceMapper({
      sessionId,
      isResumed,
      request,
      type,
      plan,
      paths,
      validator,
      secondary: new SecondaryRoutes(secondaryRoutes),
      secondaryTypes: secondary.flatMap((it) => this.options.catalog.types.get(it.type) ?? []),
      store,
      progress,
      clock,
    });
    return new MappingRun({ request, plan, paths, slices, progress, telemetry, signal });
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

/** Where a session's work begins. */
interface Beginning {
  /** The session may hold answers already. */
  readonly isResumed: boolean;
  /** Index of its next batch. */
  readonly firstBatch: number;
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

/** How many identifiers there are; null when that shows only at their end. */
function lengthOf(identifiers: MappingRequest["identifiers"]): number | null {
  if (Array.isArray(identifiers)) return identifiers.length;
  return identifiers instanceof Set ? identifiers.size : null;
}
