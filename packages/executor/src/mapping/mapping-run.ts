import type { Failure, MappingSession } from "@waymark/trace-core";

import { HopCoverageTally } from "./result/hop-coverage.js";
import { SliceReader } from "./input/slice-reader.js";
import type { MappingReport, MappingResult } from "./result/mapping-result.js";
import { SummaryTally } from "./result/mapping-summary.js";
import type { PathExecutionManager } from "./path-execution-manager.js";
import type { MappingPlan } from "./plan/mapping-plan.js";
import type { ProgressMeter } from "./progress/progress-meter.js";
import type { ResolvedRequest } from "./request/resolve-request.js";
import type { SessionEnding, SessionWork } from "./robust-execution-coordinator.js";
import type { AnsweredSlice } from "./slice/answered-slice.js";
import { MAX_COMMITTING } from "./slice/max-committing.js";
import type { SessionTelemetry } from "./telemetry/session-telemetry.js";
import type { SliceMapper } from "./slice/slice-mapper.js";

export interface MappingRunOptions {
  readonly request: ResolvedRequest;
  readonly plan: MappingPlan;
  readonly paths: PathExecutionManager;
  readonly slices: SliceMapper;
  readonly progress: ProgressMeter;
  readonly telemetry: SessionTelemetry;
  readonly signal: AbortSignal;
}

interface Committing {
  readonly slice: AnsweredSlice;
  readonly done: Promise<void>;
}

/**
 * The work of one session: reads the input slice by slice, and maps one slice while those before it are written. A
 * result is yielded once its slice is committed.
 */
export class MappingRun implements SessionWork<MappingResult, MappingReport> {
  private readonly reader: SliceReader;
  private readonly tally = new SummaryTally();
  private readonly coverage: HopCoverageTally;
  private readonly stop = new AbortController();
  private failure: Failure | null = null;

  constructor(private readonly options: MappingRunOptions) {
    const { request, plan } = options;
    this.reader = new SliceReader(request.identifiers, request.sliceSize);
    this.coverage = new HopCoverageTally(plan.routes.map(({ path }) => path));
  }

  async *results(): AsyncGenerator<MappingResult, void, undefined> {
    const { signal } = this.options;
    const abort = (): void => this.stop.abort(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    let next: Promise<AnsweredSlice | undefined> = this.nextSlice();
    const committing: Committing[] = [];
    let error: unknown;
    try {
      for (;;) {
        const slice = await next;
        if (slice) {
          next = this.nextSliceUnlessAborted();
          committing.push(this.commit(slice));
          if (committing.length < MAX_COMMITTING) continue;
        }
        const oldest = committing[0];
        if (!oldest) return;
        await oldest.done;
        committing.shift();
        this.note(oldest.slice);
        signal.throwIfAborted();
        // One by one: `yield*` would wait for each of them as if it were a promise.
        for (const result of oldest.slice.results) yield result;
      }
    } catch (cause) {
      error = cause;
      throw cause;
    } finally {
      signal.removeEventListener("abort", abort);
      this.reader.close();
      this.stop.abort(signal.reason);
      // What is finished of the later slices is kept, unless writing is what failed.
      const ahead = await next.catch(() => undefined);
      let isWritable = true;
      for (const { slice, done } of committing) {
        isWritable &&= await done.then(
          () => true,
          () => false,
        );
        if (isWritable) this.note(slice);
      }
      if (ahead && isWritable) {
        await this.commit(ahead).done;
        this.note(ahead);
      }
      this.options.telemetry.end(this.tally.withTargets, error);
    }
  }

  ending(): SessionEnding {
    const { elapsedMs } = this.options.progress;
    const { inputs, ...counts } = this.tally.summary(elapsedMs);
    const unresolved = `${String(counts.unresolved)} of ${String(inputs)} inputs are unresolved`;
    const failure = this.failure && { ...this.failure, message: `${this.failure.message}; ${unresolved}` };
    const { durationMs, ...outcomes } = counts;
    return {
      inputCount: this.options.progress.total,
      resultCount: this.tally.withTargets,
      partialBecause: failure,
      metrics: [
        ...Object.entries({ inputs, ...outcomes }).map(([name, value]) => ({
          type: "session",
          name,
          value,
          unit: "identifiers",
        })),
        { type: "session", name: "durationMs", value: durationMs, unit: "ms" },
        {
          type: "session",
          name: "inputsPerSecond",
          value: perSecond(inputs, durationMs),
          unit: "identifiers/s",
        },
      ],
    };
  }

  report(session: MappingSession): MappingReport {
    const { progress } = this.options;
    progress.tell("done");
    return { session, summary: this.tally.summary(progress.elapsedMs), hops: this.coverage.list() };
  }

  private nextSliceUnlessAborted(): Promise<AnsweredSlice | undefined> {
    return this.stop.signal.aborted ? Promise.resolve(undefined) : this.nextSlice();
  }

  /** The promise is awaited later; a rejection before that is not an unhandled one. */
  private nextSlice(): Promise<AnsweredSlice | undefined> {
    const slice = this.readAndMap();
    slice.catch(() => undefined);
    return slice;
  }

  private async readAndMap(): Promise<AnsweredSlice | undefined> {
    const { signal } = this.stop;
    const raws = await this.reader.next(signal);
    if (!raws) {
      this.options.progress.total = this.reader.count;
      return undefined;
    }
    return this.options.slices.map(raws, signal);
  }

  /** The promise is awaited later; a rejection before that is not an unhandled one. */
  private commit(slice: AnsweredSlice): Committing {
    const done = this.options.paths.commit(slice.batch);
    done.catch(() => undefined);
    return { slice, done };
  }

  /** Counts a committed slice. */
  private note(slice: AnsweredSlice): void {
    for (const { entry, answer } of slice.answers) {
      this.tally.add(answer.outcome, entry.occurrences);
      this.options.telemetry.answered(answer.outcome, entry.occurrences);
    }
    this.coverage.add(slice.reaches);
    this.failure ??= slice.failure;
    this.options.progress.tell("writing");
  }
}

function perSecond(count: number, durationMs: number): number {
  return durationMs > 0 ? (count * 1000) / durationMs : 0;
}
