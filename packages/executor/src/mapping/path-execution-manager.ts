import { setImmediate } from "node:timers/promises";

import type {
  Clock,
  EntityMappingProvenance,
  ExecutionTraceLogger,
  Failure,
  IdSource,
  MappingPathExecutionLog,
} from "@waymark/trace-core";
import pLimit from "p-limit";

import { LiveAnswer, type RouteStart } from "./answer/live-answer.js";
import type { InputEntry } from "./input/input-entry.js";
import { Interpretations } from "./path/interpretations.js";
import { pathExecutionStatus } from "./path/path-execution-status.js";
import { RouteWalk } from "./path/route-walk.js";
import type { MappingPlan } from "./plan/mapping-plan.js";
import type { Route } from "./plan/route.js";
import type { SessionTelemetry } from "./telemetry/session-telemetry.js";
import { BranchRecorder, type BranchRecorderOptions } from "./trace/branch-recorder.js";
import type { SliceBatch } from "./trace/slice-batch.js";
import { writeSlice } from "./trace/write-slice.js";

export interface PathExecutionManagerOptions extends BranchRecorderOptions {
  /** Index of the next batch: above 0 if a resumed session already has some. */
  readonly firstBatch: number;
  readonly minConfidence: number;
  readonly batchSize: number;
  readonly concurrency: number;
  readonly stepTimeoutMs: number;
  readonly maxBranches: number;
  readonly asOf: Date | null;
  readonly clock: Clock;
  readonly newId: IdSource;
  readonly telemetry: SessionTelemetry;
}

/** What the routes found for the identifiers of one slice, and the records to be written. */
export interface RoutedSlice {
  /** In the order of the entries. After an abort, some are not finished. */
  readonly answers: readonly LiveAnswer[];
  readonly pathExecutions: readonly MappingPathExecutionLog[];
  readonly provenance: readonly EntityMappingProvenance[];
  /** The first failure of a resource. */
  readonly failure: Failure | null;
}

interface ExecutedBatch {
  readonly log: MappingPathExecutionLog;
  readonly provenance: readonly EntityMappingProvenance[];
  readonly learnt: RouteWalk["learnt"];
}

/**
 * Sends identifiers through the routes of a plan, one route after another: each route gets what is still open, in
 * concurrent batches.
 */
export class PathExecutionManager {
  private nextBatch: number;
  private readonly recorder: BranchRecorder;

  constructor(
    private readonly logger: ExecutionTraceLogger,
    private readonly plan: MappingPlan,
    private readonly options: PathExecutionManagerOptions,
  ) {
    this.nextBatch = options.firstBatch;
    this.recorder = new BranchRecorder(options);
  }

  /**
   * Sends distinct identifiers of the source type through the routes. An abort ends this early, without an error;
   * finished answers stand.
   *
   * @param onBatch called after every batch with its answers
   */
  async route(
    entries: readonly InputEntry[],
    signal: AbortSignal,
    onBatch: (answers: readonly LiveAnswer[]) => void,
  ): Promise<RoutedSlice> {
    const { minConfidence } = this.options;
    const { length } = this.plan.routes;
    return this.send(
      entries.map((entry) => new LiveAnswer(entry, minConfidence, length)),
      signal,
      onBatch,
    );
  }

  /** Like `route`, for inputs that enter the routes with another identifier; an input may enter several times. */
  async routeFrom(
    starts: readonly { readonly entry: InputEntry; readonly start: RouteStart }[],
    signal: AbortSignal,
  ): Promise<RoutedSlice> {
    const { minConfidence } = this.options;
    const { length } = this.plan.routes;
    return this.send(
      starts.map(({ entry, start }) => new LiveAnswer(entry, minConfidence, length, start)),
      signal,
      () => undefined,
    );
  }

  private async send(
    answers: readonly LiveAnswer[],
    signal: AbortSignal,
    onBatch: (answers: readonly LiveAnswer[]) => void,
  ): Promise<RoutedSlice> {
    const { routes } = this.plan;
    const { batchSize, concurrency } = this.options;
    const interpretations = new Interpretations();
    const executed: ExecutedBatch[] = [];
    const limit = pLimit(concurrency);
    let open: readonly LiveAnswer[] = answers;
    for (const [place, route] of routes.entries()) {
      if (open.length === 0 || signal.aborted) break;
      const work: Promise<ExecutedBatch | undefined>[] = [];
      for (let start = 0; start < open.length; start += batchSize) {
        const batch = open.slice(start, start + batchSize);
        const index = this.nextBatch++;
        work.push(
          limit(async () => {
            // Tables answer without waiting: without this pause, writing the previous slice would have to wait for this
            // batch.
            await setImmediate();
            if (signal.aborted) return undefined;
            const done = await this.execute(route, batch, index, interpretations, signal);
            onBatch(batch);
            return done;
          }),
        );
      }
      for (const done of await allOf(work)) {
        if (!done) continue;
        executed.push(done);
        if (place === routes.length - 1) continue;
        for (const [step, learnt] of done.learnt) interpretations.add(step, learnt);
      }
      open = open.filter((it) => !it.isClosed);
    }
    const failed = executed.find(({ log }) => log.error !== null && log.status !== "cancelled");
    return {
      answers,
      pathExecutions: executed.map(({ log }) => log),
      provenance: executed.flatMap((it) => it.provenance),
      failure: failed?.log.error ?? null,
    };
  }

  /** Writes the records of a slice, in one transaction if they fit into one. */
  async commit(batch: SliceBatch): Promise<void> {
    await writeSlice(this.logger, batch);
  }

  private async execute(
    route: Route,
    answers: readonly LiveAnswer[],
    batchIndex: number,
    interpretations: Interpretations,
    signal: AbortSignal,
  ): Promise<ExecutedBatch> {
    const { sessionId, sourceType, targetType, clock, newId } = this.options;
    const id = newId();
    const startedAt = clock();
    const began = performance.now();
    const identifiers = answers.map((it) => it.start.identifier);
    const pathId = route.path.id;
    const inputCount = answers.length;
    const telemetry = this.options.telemetry.pathExecution({ id, pathId, batchIndex, inputCount });
    const walk = new RouteWalk(route, identifiers, {
      ...this.options,
      curation: this.plan.curation,
      telemetry,
      signal,
    });
    let isCancelled = false;
    try {
      await walk.run(interpretations);
    } catch (error) {
      if (!signal.aborted) throw error;
      isCancelled = true;
    }
    // A system clock may be set back.
    const endedAt = new Date(Math.max(startedAt.getTime(), clock().getTime()));
    const provenance = isCancelled ? [] : this.recorder.record(route, walk.walks, answers, { id, endedAt });
    const matchedCount = isCancelled ? 0 : walk.walks.filter((it) => it.reached.length > 0).length;
    const error = walk.steps.find((it) => it.error !== null)?.error ?? null;
    const log: MappingPathExecutionLog = {
      id,
      sessionId,
      pathId,
      pathFingerprint: route.fingerprint,
      batchIndex,
      sourceType,
      targetType,
      status: pathExecutionStatus({ inputCount: answers.length, matchedCount, error, isCancelled }),
      startedAt,
      endedAt,
      durationMs: performance.now() - began,
      inputCount,
      matchedCount,
      steps: walk.steps,
      error,
    };
    telemetry.end(log);
    return { log, provenance, learnt: isCancelled ? [] : walk.learnt };
  }
}

/** Waits for all of them even if one rejects, so that nothing goes on unnoticed. */
async function allOf<T>(work: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(work);
  return settled.map((it) => {
    if (it.status === "rejected") throw it.reason;
    return it.value;
  });
}
