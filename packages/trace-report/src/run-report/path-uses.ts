import { compareBytes, everyItem, type PathStepLog, type TraceStore } from "@waymark/trace-core";

import { excerpt, type Excerpt } from "../shared/excerpt.js";
import { counted } from "../shared/counted.js";
import { funnelOf, type PathTally } from "./funnel-tally.js";
import { percentiles, type ExecutedPath, type PathExecutionTally } from "./path-execution-tally.js";
import type { PathUse } from "./run-report-parts.js";

const ROLES: readonly PathUse["role"][] = ["main", "secondary", "validation"];

export interface PathTotals {
  readonly identifiers: number;
  readonly targets: number;
}

/** Combines the outcomes and the path executions of each path. */
export async function pathUses(
  store: TraceStore,
  outcomes: readonly PathTally[],
  executions: PathExecutionTally,
  { identifiers, targets }: PathTotals,
  limit: number,
): Promise<Excerpt<PathUse>> {
  const witnessed = await witnessedPaths(store, outcomes, executions);
  const uses = outcomes.map((tally) => {
    const { pathId } = tally;
    const own = executions.path(pathId);
    const witness = witnessed.get(pathId);
    const known = own ?? witness;
    const steps = longer(own?.steps ?? [], witness?.steps ?? []);
    const isSingle = steps.length === 1 && steps[0]?.outputType === known?.targetType;
    return {
      pathId,
      role: known?.role ?? "main",
      sourceType: known?.sourceType ?? null,
      targetType: known?.targetType ?? null,
      fingerprint: known?.fingerprint ?? null,
      identifiers: counted(tally.identifiers, identifiers),
      targets: counted(tally.targets, targets),
      funnel: funnelOf(tally, steps, isSingle),
      decided: isSingle ? 0 : tally.decided,
      ...executed(own),
    } as const;
  });
  const told = new Set(uses.map((it) => it.pathId));
  const untold = executions.list().filter((it) => !told.has(it.pathId));
  const all = [...uses, ...untold.map((it) => unanswered(it))];
  const tried = new Map(outcomes.map((it) => [it.pathId, it.tried]));
  const firstBatch = (it: PathUse): number => executions.path(it.pathId)?.firstBatch ?? Infinity;
  all.sort(
    (a, b) =>
      ROLES.indexOf(a.role) - ROLES.indexOf(b.role) ||
      // The path that comes first is tried by all identifiers, later ones only by those that are left.
      (tried.get(b.pathId) ?? 0) - (tried.get(a.pathId) ?? 0) ||
      difference(firstBatch(a), firstBatch(b)) ||
      compareBytes(a.pathId, b.pathId),
  );
  return excerpt(all, limit);
}

/**
 * Paths along which identifiers got further than this session's executions show, as executed by the sessions that found
 * the answers.
 */
async function witnessedPaths(
  store: TraceStore,
  outcomes: readonly PathTally[],
  executions: PathExecutionTally,
): Promise<Map<string, ExecutedPath>> {
  const bySession = new Map<string, Set<string>>();
  for (const { pathId, reachedIn, endedIn } of outcomes) {
    const known = executions.path(pathId)?.steps.length ?? 0;
    const further = [...endedIn.values()].filter(({ steps }) => steps > known);
    for (const sessionId of reachedIn === null ? further.map((it) => it.sessionId) : [reachedIn]) {
      if (sessionId === executions.sessionId && known > 0) continue;
      const paths = bySession.get(sessionId) ?? new Set();
      bySession.set(sessionId, paths.add(pathId));
    }
  }
  const found = new Map<string, ExecutedPath>();
  for (const [sessionId, pathIds] of bySession) {
    const tally = executions.like();
    for await (const it of everyItem((query) => store.listPathExecutions(query), { sessionId }))
      if (pathIds.has(it.pathId)) tally.add(it);
    for (const it of tally.list())
      if (it.steps.length > (found.get(it.pathId)?.steps.length ?? -1)) found.set(it.pathId, it);
  }
  return found;
}

function executed(
  path: ExecutedPath | undefined,
): Pick<PathUse, "executions" | "failures" | "p50DurationMs" | "p95DurationMs"> {
  return {
    executions: path?.executions ?? 0,
    failures: path?.failures ?? 0,
    ...percentiles(path?.durations ?? []),
  };
}

/** A path that no outcome names: targets were mapped back along it, or its identifiers were not finished. */
function unanswered(path: ExecutedPath): PathUse {
  const { pathId, role, sourceType, targetType, fingerprint } = path;
  const none = counted(0, 0);
  return {
    pathId,
    role,
    sourceType,
    targetType,
    fingerprint,
    identifiers: none,
    targets: none,
    funnel: [],
    decided: 0,
    ...executed(path),
  };
}

function difference(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

function longer(a: readonly PathStepLog[], b: readonly PathStepLog[]): readonly PathStepLog[] {
  return b.length > a.length ? b : a;
}
