import type { MappingPathExecutionLog } from "../../records/mapping-path-execution-log.js";
import type { PathPerformanceReport, Performance } from "../../trace-store-queries.js";
import { compareBytes } from "../../text/compare-bytes.js";
import { percentile } from "./percentile.js";

/** The fields of a path execution that a tally needs. */
export type TalliedPathExecution = Pick<
  MappingPathExecutionLog,
  "pathId" | "status" | "durationMs" | "inputCount" | "matchedCount" | "steps"
>;

interface Runs {
  failures: number;
  inputCount: number;
  outputCount: number;
  readonly durations: number[];
}

/** Sums up path executions by path and by resource. Keeps one number per run, for the percentiles. */
export class PerformanceTally {
  private readonly paths = new Map<string, Runs>();
  private readonly resources = new Map<string, Runs>();

  add(execution: TalliedPathExecution): void {
    count(this.paths, execution.pathId, {
      isFailure: execution.status === "failure" || execution.status === "timed_out",
      inputCount: execution.inputCount,
      outputCount: execution.matchedCount,
      durationMs: execution.durationMs,
    });
    for (const step of execution.steps) {
      count(this.resources, step.resource, {
        isFailure: step.error !== null,
        inputCount: step.inputCount,
        outputCount: step.outputCount,
        durationMs: step.durationMs,
      });
    }
  }

  /** Slowest first by p95, then by name. */
  report(): PathPerformanceReport {
    return {
      paths: entries(this.paths).map(([pathId, it]) => ({
        pathId,
        ...it,
        yield: it.inputCount === 0 ? null : it.outputCount / it.inputCount,
      })),
      resources: entries(this.resources).map(([resource, it]) => ({ resource, ...it })),
    };
  }
}

function count(
  all: Map<string, Runs>,
  name: string,
  run: { isFailure: boolean; inputCount: number; outputCount: number; durationMs: number },
): void {
  let runs = all.get(name);
  if (runs === undefined)
    all.set(name, (runs = { failures: 0, inputCount: 0, outputCount: 0, durations: [] }));
  if (run.isFailure) runs.failures += 1;
  runs.inputCount += run.inputCount;
  runs.outputCount += run.outputCount;
  runs.durations.push(run.durationMs);
}

function entries(all: ReadonlyMap<string, Runs>): [string, Performance][] {
  return [...all]
    .map(([name, runs]): [string, Performance] => {
      const durations = runs.durations.sort((a, b) => a - b);
      return [
        name,
        {
          runs: durations.length,
          failures: runs.failures,
          inputCount: runs.inputCount,
          outputCount: runs.outputCount,
          p50DurationMs: percentile(durations, 0.5),
          p95DurationMs: percentile(durations, 0.95),
        },
      ];
    })
    .sort(([a, x], [b, y]) => y.p95DurationMs - x.p95DurationMs || compareBytes(a, b));
}
