import {
  compareBytes,
  percentile,
  type MappingPathExecutionLog,
  type MappingSession,
  type PathStepLog,
} from "@waymark/trace-core";

import type { Excerpt } from "../shared/excerpt.js";
import { BoundedMap } from "../shared/bounded-map.js";
import type { ErrorCount, PathUse } from "./run-report-parts.js";

/** Totals of the path executions of one path. */
export interface ExecutedPath {
  readonly pathId: string;
  readonly role: PathUse["role"];
  readonly sourceType: string;
  readonly targetType: string;
  readonly fingerprint: string | null;
  executions: number;
  failures: number;
  firstBatch: number;
  /** Steps of the longest execution. */
  steps: readonly PathStepLog[];
  readonly durations: number[];
}

type ReportedSession = Pick<MappingSession, "id" | "sourceType" | "targetType" | "error">;

/** Adds up path executions by path. Keeps one duration for each execution. */
export class PathExecutionTally {
  private readonly paths = new BoundedMap<ExecutedPath>();
  private readonly errors = new BoundedMap<{ -readonly [Key in keyof ErrorCount]: ErrorCount[Key] }>();

  constructor(private readonly session: ReportedSession) {
    const { error } = session;
    if (error) this.addError(error.code, error.message, null, null);
  }

  get sessionId(): string {
    return this.session.id;
  }

  /** An empty tally that assigns roles to paths in the same way. */
  like(): PathExecutionTally {
    return new PathExecutionTally({ ...this.session, error: null });
  }

  add(execution: MappingPathExecutionLog): void {
    const { pathId, status, durationMs, steps, error } = execution;
    const path = this.paths.at(pathId, () => ({
      pathId,
      role: roleOf(execution, this.session),
      sourceType: execution.sourceType,
      targetType: execution.targetType,
      fingerprint: execution.pathFingerprint,
      executions: 0,
      failures: 0,
      firstBatch: execution.batchIndex,
      steps: [],
      durations: [],
    }));
    if (path) {
      path.executions++;
      if (status === "failure" || status === "timed_out") path.failures++;
      path.firstBatch = Math.min(path.firstBatch, execution.batchIndex);
      path.durations.push(durationMs);
      if (steps.length > path.steps.length) path.steps = steps;
    }
    const failed = steps.filter((it) => it.error !== null);
    for (const { resource, error: failure } of failed)
      if (failure) this.addError(failure.code, failure.message, pathId, resource);
    if (error && failed.length === 0) this.addError(error.code, error.message, pathId, null);
  }

  path(pathId: string): ExecutedPath | undefined {
    return this.paths.get(pathId);
  }

  list(): ExecutedPath[] {
    return this.paths.values();
  }

  errorCounts(limit: number): Excerpt<ErrorCount> {
    return this.errors.top(
      limit,
      (a, b) => b.count - a.count || compareBytes(a.code, b.code) || compareBytes(a.example, b.example),
      (it) => ({ ...it }),
    );
  }

  private addError(code: string, example: string, pathId: string | null, resource: string | null): void {
    const key = JSON.stringify([code, pathId, resource]);
    const entry = this.errors.at(key, () => ({ code, pathId, resource, count: 0, example }));
    if (entry) entry.count++;
  }
}

/** The 50th and the 95th percentile; null if there are no durations. */
export function percentiles(durations: readonly number[]): Pick<PathUse, "p50DurationMs" | "p95DurationMs"> {
  if (durations.length === 0) return { p50DurationMs: null, p95DurationMs: null };
  const sorted = durations.toSorted((a, b) => a - b);
  return { p50DurationMs: percentile(sorted, 0.5), p95DurationMs: percentile(sorted, 0.95) };
}

function roleOf(
  { sourceType, targetType }: MappingPathExecutionLog,
  session: ReportedSession,
): ExecutedPath["role"] {
  if (sourceType === session.targetType && targetType === session.sourceType) return "validation";
  return sourceType === session.sourceType ? "main" : "secondary";
}
