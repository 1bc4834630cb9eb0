import type { Clock, ExecutionTraceLogger, IdSource, TraceStore } from "@waymark/trace-core";

import type { Catalog } from "../catalog.js";
import type { CombineConfidence } from "../confidence/combine-confidence.js";
import { EXECUTOR_VERSION } from "../executor-version.js";
import type { IdentifierType } from "../identifier-type.js";
import { knownLength } from "./input/known-length.js";
import { MappingRun } from "./mapping-run.js";
import { PathExecutionManager } from "./path-execution-manager.js";
import type { MappingPlans } from "./plan/mapping-planner.js";
import { ProgressMeter } from "./progress/progress-meter.js";
import type { ResolvedRequest } from "./request/resolve-request.js";
import { SecondaryRoutes } from "./secondary/secondary-routes.js";
import { SliceMapper } from "./slice/slice-mapper.js";
import type { ExecutorTelemetry } from "./telemetry/executor-telemetry.js";
import { TargetValidator } from "./validation/target-validator.js";

/** What all runs of an executor share. */
export interface RunSurroundings {
  readonly catalog: Catalog;
  readonly store: TraceStore;
  readonly logger: ExecutionTraceLogger;
  readonly clock: Clock;
  readonly newId: IdSource;
  readonly combineConfidence: CombineConfidence;
  readonly maxBranches: number;
  readonly telemetry: ExecutorTelemetry;
}

/** The task of one run. */
export interface RunOrder {
  readonly request: ResolvedRequest;
  readonly plans: MappingPlans;
  /** Type of the identifiers. */
  readonly type: IdentifierType;
  /** Whether the session may already hold answers. */
  readonly isResumed: boolean;
  /** Index of the session's next batch. */
  readonly firstBatch: number;
}

/** Assembles the objects that do the work of one session. */
export function beginMappingRun(
  { catalog, store, logger, clock, newId, combineConfidence, maxBranches, telemetry }: RunSurroundings,
  { request, plans: { plan, back, secondary }, type, isResumed, firstBatch }: RunOrder,
  sessionId: string,
  signal: AbortSignal,
): MappingRun {
  const { sourceType, targetType } = request;
  const progress = new ProgressMeter(sessionId, request.onProgress, knownLength(request.identifiers));
  const sessionTelemetry = telemetry.session(sessionId, request);
  const options = {
    ...request,
    sessionId,
    firstBatch,
    combineConfidence,
    maxBranches,
    executorVersion: EXECUTOR_VERSION,
    clock,
    newId,
    telemetry: sessionTelemetry,
  };
  const paths = new PathExecutionManager(logger, plan, options);
  const secondaryRoutes = secondary.map((it) => ({
    type: it.type,
    paths: new PathExecutionManager(logger, it.plan, {
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
          back: back && new PathExecutionManager(logger, back, wayBack),
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
    secondaryTypes: secondary.flatMap((it) => catalog.types.get(it.type) ?? []),
    store,
    progress,
    clock,
  });
  return new MappingRun({ request, plan, paths, slices, progress, telemetry: sessionTelemetry, signal });
}
