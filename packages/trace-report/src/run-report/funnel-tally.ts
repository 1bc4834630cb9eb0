import type { PathStepLog } from "@waymark/trace-core";

import type { AnsweredOutcome } from "../shared/answered-outcomes.js";
import { BoundedMap } from "../shared/bounded-map.js";
import type { FunnelStep } from "./run-report-parts.js";

/** Name of the resource that curated decisions are said to come from. */
const OVERRIDES = "overrides";

/** What identifiers came along one path. */
export interface PathTally {
  readonly pathId: string;
  /** Identifiers whose best target came along it. */
  identifiers: number;
  /** Targets whose best branch did. */
  targets: number;
  /** Identifiers that got to its end, step by step. */
  reached: number;
  /** Identifiers that a decision took from its start to its end. */
  decided: number;
  /** By step: identifiers that came to it and no further. */
  readonly ended: EndedAt[];
  /** The same of those that a decision took to its end as well: what it took past all steps ended at none. */
  readonly endedBeside: EndedAt[];
  /** A session whose path executions show all steps that anybody took. */
  witness: { readonly sessionId: string; readonly hasReached: boolean } | null;
}

/** Identifiers that came to a step and no further. */
interface EndedAt {
  lost: number;
  /** Those that people, or a resource, said not to be what they are of a type; by the types, joined by NUL. */
  readonly vetoed: Map<string, number>;
}

/**
 * How far identifiers came along each path, read from their outcomes: to the end where there is a target or one that was
 * filtered, else to the deepest step at which a branch ended. Exact unless an identifier lost more than 100 branches.
 */
export class FunnelTally {
  private readonly paths = new BoundedMap<PathTally>();

  add({ outcome, branches }: AnsweredOutcome): void {
    const reached = new Set<string>();
    const decided = new Set<string>();
    for (const { mappingId, pathId } of outcome.targets) {
      const traced = branches.get(mappingId);
      const best = traced?.best;
      if (best && isDecision(best.hops, best.isDerived, outcome.sourceType)) decided.add(pathId);
      else reached.add(pathId);
      for (const other of traced?.pathIds ?? []) if (other !== pathId) reached.add(other);
    }
    const deepest = new Map<string, { readonly step: number; readonly vetoed: Set<string> }>();
    for (const { pathId, step, reason, resource, type } of outcome.losses) {
      if (reason === "filtered") {
        if (!decided.has(pathId) || resource !== OVERRIDES) reached.add(pathId);
        continue;
      }
      let known = deepest.get(pathId);
      if (known === undefined || step > known.step)
        deepest.set(pathId, (known = { step, vetoed: new Set<string>() }));
      if (step === known.step && reason === "vetoed") known.vetoed.add(type);
    }
    for (const pathId of reached) this.reach(pathId, outcome.answeredBy);
    for (const pathId of decided) {
      const path = reached.has(pathId) ? undefined : this.path(pathId);
      if (path) path.decided++;
    }
    for (const [pathId, { step, vetoed }] of deepest) {
      if (reached.has(pathId)) continue;
      const path = this.path(pathId);
      if (path === undefined) continue;
      const at = endedAt(decided.has(pathId) ? path.endedBeside : path.ended, step);
      const types = [...vetoed].sort().join("\0");
      if (vetoed.size === 0) at.lost++;
      else at.vetoed.set(types, (at.vetoed.get(types) ?? 0) + 1);
      path.witness ??= { sessionId: outcome.answeredBy, hasReached: false };
    }
    this.credit(outcome.targets);
  }

  /** By path. */
  tallies(): PathTally[] {
    return this.paths.values();
  }

  private reach(pathId: string, sessionId: string): void {
    const path = this.path(pathId);
    if (path === undefined) return;
    path.reached++;
    if (path.witness?.hasReached !== true) path.witness = { sessionId, hasReached: true };
  }

  private credit(targets: AnsweredOutcome["outcome"]["targets"]): void {
    targets.forEach(({ pathId }, i) => {
      const path = this.path(pathId);
      if (path === undefined) return;
      path.targets++;
      if (i === 0) path.identifiers++;
    });
  }

  private path(pathId: string): PathTally | undefined {
    return this.paths.at(pathId, () => ({
      pathId,
      identifiers: 0,
      targets: 0,
      reached: 0,
      decided: 0,
      ended: [],
      endedBeside: [],
      witness: null,
    }));
  }
}

/**
 * The funnel of one path.
 *
 * @param steps those that anybody took, as path executions have them
 * @param isSingle the path has one step, which a decision takes as a look-up does
 */
export function funnelOf(path: PathTally, steps: readonly PathStepLog[], isSingle: boolean): FunnelStep[] {
  const ended = isSingle ? [path.ended] : [path.ended, path.endedBeside];
  const length = Math.max(steps.length, ...ended.map((it) => it.length));
  const funnel: FunnelStep[] = [];
  let left = path.reached + (isSingle ? path.decided : 0);
  for (let step = length - 1; step >= 0; step--) {
    const log = steps[step];
    const here = ended.flatMap((it) => it[step] ?? []);
    const out = left + sum(here.map(({ vetoed }) => throughStep(vetoed, log)));
    left += sum(here.map(({ lost, vetoed }) => lost + sum([...vetoed.values()])));
    funnel.unshift({
      step,
      resource: log?.resource ?? null,
      map: log?.map ?? null,
      direction: log?.direction ?? null,
      inputType: log?.inputType ?? null,
      outputType: log?.outputType ?? null,
      in: left,
      out,
    });
  }
  return funnel;
}

/** What is vetoed was found by the step that named it, unless it was a successor of what came to it, or nobody took the step. */
function throughStep(vetoed: EndedAt["vetoed"], log: PathStepLog | undefined): number {
  let through = 0;
  for (const [types, count] of vetoed)
    if (log !== undefined && types.split("\0").includes(log.outputType)) through += count;
  return through;
}

/** Whether a branch was taken past all steps, since its input, or a successor of that, was decided to lead to the target. */
function isDecision(
  hops: readonly { readonly resource: string; readonly type: string }[],
  isDerived: boolean,
  sourceType: string,
): boolean {
  if (hops.at(-1)?.resource !== OVERRIDES) return false;
  const start = isDerived ? hops[0]?.type : sourceType;
  return hops.slice(isDerived ? 1 : 0, -1).every((it) => it.type === start);
}

function endedAt(ended: EndedAt[], step: number): EndedAt {
  while (ended.length <= step) ended.push({ lost: 0, vetoed: new Map() });
  const at = ended[step];
  if (at === undefined) throw new RangeError(`No step ${String(step)}`);
  return at;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, it) => total + it, 0);
}
