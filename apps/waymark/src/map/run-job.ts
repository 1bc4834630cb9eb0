import {
  CurrentLabels,
  MappingExecutor,
  type LoadedCatalog,
  type MappingReport,
  type MappingResult,
  type RawInput,
} from "@waymark/executor";
import {
  ExecutionTraceLogger,
  isWaymarkError,
  type MappingSession,
  type TraceStore,
} from "@waymark/trace-core";

import type { CommandRun } from "../frame/command-run.js";
import type { InputFile } from "../input/input-file.js";
import { readRows } from "../input/read-rows.js";
import { rowAnswer, type RowAnswer } from "../result/answered-row.js";
import { JobTally } from "./job-tally.js";
import { isWhole, jobParameters, type MapJob } from "./map-job.js";
import { ManyTargetsError } from "./many-targets-error.js";
import { Outputs, type WrittenFile } from "./outputs.js";
import { RowQueue } from "./row-queue.js";

export interface RunJobOptions {
  readonly store: TraceStore;
  readonly loaded: LoadedCatalog;
  readonly input: InputFile;
  /** Number of identifiers. */
  readonly count: number;
  /**
   * Earlier sessions of the job, by target type. Those that are incomplete are continued; the answers of complete ones
   * are read. Default none: all are new.
   */
  readonly resumed?: ReadonlyMap<string, MappingSession>;
  readonly signal: AbortSignal;
  /** Called for every session, once it has answered something. */
  readonly onSession: (sessionId: string) => void;
}

/** The result of a job. */
export interface JobResult {
  /** In the order of the job's target types. */
  readonly reports: readonly MappingReport[];
  readonly output: WrittenFile | null;
  readonly unmapped: WrittenFile | null;
  readonly tally: JobTally;
  /** Number of cells that a spreadsheet would execute, and the first one. */
  readonly formulas: { readonly count: number; readonly first: string | null; readonly isGuarded: boolean };
}

type Stream = AsyncGenerator<MappingResult, MappingReport, undefined>;

/**
 * Maps the rows of an input to all target types at once, with one session for each type, in step, and writes the
 * answers. Output files only appear when everything is done.
 *
 * @throws MappingCancelledError after an abort; only the trace is kept
 * @throws ManyTargetsError
 */
export async function runJob(run: CommandRun, job: MapJob, options: RunJobOptions): Promise<JobResult> {
  const outputs = await Outputs.open(run, job);
  const logger = new ExecutionTraceLogger(options.store);
  const progress = run.progress();
  try {
    const rows = new RowQueue();
    const streams = streamsOf(job, options, rows, logger, ({ done, mapped, fromCache }) => {
      const detail = `${String(mapped)} mapped, ${String(fromCache)} from the cache`;
      progress.show({ label: "mapping", done, total: options.count, detail });
    });
    const labels = new CurrentLabels(options.loaded.catalog, job.from);
    const tally = new JobTally();
    const reports = await inStep(streams, async (results) => {
      const row = rows.take();
      const answers: RowAnswer[] = results.map((result, index) =>
        rowAnswer(job.to[index] ?? "", result, labels.of(result), job.onMany),
      );
      if (tally.rows === 0) for (const it of results) options.onSession(it.sessionId);
      tally.add({ row, answers });
      await outputs.write({ row, answers });
    });
    if (job.onMany === "fail" && tally.manyCount > 0)
      throw new ManyTargetsError(tally.manyCount, tally.firstMany);
    progress.end();
    await outputs.commit();
    const { count, first, isGuarding } = outputs.formulas;
    return {
      reports,
      output: outputs.written("output"),
      unmapped: outputs.written("unmapped"),
      tally,
      formulas: { count, first, isGuarded: isGuarding },
    };
  } catch (error) {
    progress.end();
    // The original error is reported, not one from discarding the outputs.
    await outputs.discard().catch(() => undefined);
    throw error;
  } finally {
    await logger.close();
  }
}

function streamsOf(
  job: MapJob,
  { store, loaded, input, resumed, signal }: RunJobOptions,
  rows: RowQueue,
  logger: ExecutionTraceLogger,
  onProgress: (progress: { done: number; mapped: number; fromCache: number }) => void,
): Stream[] {
  const executor = new MappingExecutor({ catalog: loaded.catalog, store, logger });
  return job.to.map((targetType, index) => {
    const isFirst = index === 0;
    const identifiers = identifiersOf(job, input, isFirst ? rows : null);
    const watching = { signal, ...(isFirst && { onProgress }) };
    const session = resumed?.get(targetType);
    if (session)
      return isWhole(session)
        ? executor.streamRecorded(session.id, identifiers, watching)
        : executor.streamResumed(session.id, identifiers, watching);
    return executor.streamMapping({
      sourceType: job.from,
      targetType,
      identifiers,
      ...("secondary" in job.input.layout && { secondaryTypes: Object.keys(job.input.layout.secondary) }),
      minConfidence: job.minConfidence,
      validate: job.validate,
      asOf: job.asOf === null ? null : new Date(job.asOf),
      useCache: !job.fresh,
      tags: job.tags,
      parameters: jobParameters(job),
      ...watching,
    });
  });
}

/** Reads the input again for each stream; only one stream queues the rows until they are answered. */
async function* identifiersOf(
  { input: { layout }, limit }: MapJob,
  input: InputFile,
  rows: RowQueue | null,
): AsyncGenerator<RawInput, void, undefined> {
  for await (const row of readRows(input, layout, { limit })) {
    rows?.add(row);
    const { identifier, secondary } = row;
    yield layout.kind === "table" ? { identifier, secondary } : identifier;
  }
}

/** Takes one result of each stream at a time. In any case, every session that was opened is ended. */
async function inStep(
  streams: readonly Stream[],
  onResults: (results: readonly MappingResult[]) => Promise<void>,
): Promise<MappingReport[]> {
  try {
    for (;;) {
      const steps = await allOrFirstError(streams.map((it) => it.next()));
      const results = steps.flatMap((it) => (it.done ? [] : [it.value]));
      if (results.length === 0) return steps.flatMap((it) => (it.done ? [it.value] : []));
      await onResults(results);
    }
  } finally {
    // Does nothing for a stream that has ended. Errors here are consequences of one that is already being thrown.
    await Promise.allSettled(streams.map((it) => it.return(undefined as never)));
  }
}

/** Waits for all promises, so that no stream goes on working. An error that is not just an abort takes precedence. */
async function allOrFirstError<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(promises);
  const errors = settled.flatMap((it) => (it.status === "rejected" ? [it.reason as unknown] : []));
  if (errors.length > 0) throw errors.find((it) => !isWaymarkError(it, "mapping-cancelled")) ?? errors[0];
  return settled.flatMap((it) => (it.status === "fulfilled" ? [it.value] : []));
}
