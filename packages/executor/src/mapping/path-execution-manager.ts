import { setImmediate } from "node:timers/promises";

import {
  entityMappingId,
  type Clock,
  type EntityMappingProvenance,
  type ExecutionTraceLogger,
  type Failure,
  type IdSource,
  type MappingPathExecutionLog,
  type ProvenanceHop,
} from "@waymark/trace-core";
import { provenanceIdOfFinal } from "@waymark/trace-core/adapter";
import pLimit from "p-limit";

import { LiveAnswer, type RouteStart } from "./answer/live-answer.js";
import type { CombineConfidence } from "./combine-confidence.js";
import type { InputEntry } from "./input/input-entry.js";
import type { Branch } from "./path/branch.js";
import { hopsOf } from "./path/branch.js";
import { Interpretations } from "./path/interpretations.js";
import { pathExecutionStatus } from "./path/path-execution-status.js";
import { RouteWalk } from "./path/route-walk.js";
import type { MappingPlan } from "./plan/mapping-plan.js";
import type { Route } from "./plan/route.js";
import type { SessionTelemetry } from "./telemetry/session-telemetry.js";
import { directionOf } from "./trace/mapping-record.js";
import type { SliceBatch } from "./trace/slice-batch.js";
import { writeSlice } from "./trace/write-slice.js";

export interface PathExecutionManagerOptions {
  readonly sessionId: string;
  /** Index of the next batch: above 0 in a session that is resumed. */
  readonly firstBatch: number;
  /** Of what is sent through the routes. */
  readonly sourceType: string;
  /** Of the inputs, where that is another. Default: the source type. */
  readonly inputType?: string;
  readonly targetType: string;
  readonly minConfidence: number;
  readonly combineConfidence: CombineConfidence;
  readonly batchSize: number;
  readonly concurrency: number;
  readonly stepTimeoutMs: number;
  readonly maxBranches: number;
  readonly asOf: Date | null;
  readonly executorVersion: string;
  readonly clock: Clock;
  readonly newId: IdSource;
  readonly telemetry: SessionTelemetry;
}

/** What the routes said of the identifiers of one slice, and what was observed on the way. */
export interface RoutedSlice {
  /** In the order of the entries. Those that are not finished were left when the run was aborted. */
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

/** Sends identifiers through the routes of a plan: route after route what is still open, batch beside batch. */
export class PathExecutionManager {
  private nextBatch: number;

  constructor(
    private readonly logger: ExecutionTraceLogger,
    private readonly plan: MappingPlan,
    private readonly options: PathExecutionManagerOptions,
  ) {
    this.nextBatch = options.firstBatch;
  }

  /**
   * Distinct identifiers, all of the source type. An abort ends it early, without an error: what is finished stands.
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

  /** The same for inputs that enter the routes elsewhere; an input may enter several times. */
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
    for (const route of routes) {
      if (open.length === 0 || signal.aborted) break;
      const work: Promise<ExecutedBatch | undefined>[] = [];
      for (let start = 0; start < open.length; start += batchSize) {
        const batch = open.slice(start, start + batchSize);
        const index = this.nextBatch++;
        work.push(
          limit(async () => {
            // Tables answer at once: without a pause, the slice before, which is being written, would wait for this one.
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

  /** Writes what a slice found, in one transaction where it fits into one. */
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
    const provenance: EntityMappingProvenance[] = [];
    if (!isCancelled) this.observe(route, walk, answers, { id, endedAt }, provenance);
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

  /** Adds what a route said to the answers, and a provenance for each branch that reached a target. */
  private observe(
    route: Route,
    { walks }: RouteWalk,
    answers: readonly LiveAnswer[],
    execution: { readonly id: string; readonly endedAt: Date },
    provenance: EntityMappingProvenance[],
  ): void {
    const { targetType } = this.options;
    const sourceType = this.options.inputType ?? this.options.sourceType;
    answers.forEach((answer, i) => {
      const walk = walks[i];
      if (!walk) throw new RangeError(`No walk for input ${String(i)}`);
      const { sourceId } = answer.entry;
      const reached = walk.reached.map((branch) => {
        const targetId = branch.identifier;
        const mappingId =
          answer.targets.get(targetId)?.mappingId ??
          entityMappingId({ sourceType, sourceId, targetType, targetId });
        const record = this.provenance(route, branch, mappingId, execution, answer.start.prefix);
        provenance.push(record);
        const { id: provenanceId, recordedAt, pathId, confidence, hops, isDerived } = record;
        const matchedAs = answer.start.prefix?.matchedAs ?? branch.matchedAs;
        const observation = {
          provenanceId,
          recordedAt,
          pathId,
          route: route.index,
          confidence,
          hops,
          isDerived,
          matchedAs,
        };
        return { targetId, mappingId, observation };
      });
      answer.add(route, walk, reached);
    });
  }

  private provenance(
    route: Route,
    branch: Branch,
    mappingId: string,
    execution: { readonly id: string; readonly endedAt: Date },
    prefix: ProvenanceHop | null,
  ): EntityMappingProvenance {
    const hops = prefix === null ? hopsOf(branch) : [prefix, ...hopsOf(branch)];
    const confidence = this.options.combineConfidence(hops.map((it) => it.confidence));
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new RangeError(
        `combineConfidence must give a number from 0 to 1, but gave ${String(confidence)}`,
      );
    }
    return {
      id: provenanceIdOfFinal(mappingId, execution.id, hops),
      mappingId,
      sessionId: this.options.sessionId,
      pathExecutionId: execution.id,
      pathId: route.path.id,
      recordedAt: execution.endedAt,
      confidence,
      hopCount: hops.length,
      direction: directionOf(hops),
      isDerived: prefix !== null,
      executorVersion: this.options.executorVersion,
      hops,
    };
  }
}

/** Waits for all of them, also when one fails: nothing goes on unseen. */
async function allOf<T>(work: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(work);
  return settled.map((it) => {
    if (it.status === "rejected") throw it.reason;
    return it.value;
  });
}
