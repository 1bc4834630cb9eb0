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
  /** By step: identifiers that came to it and no further; with `true` those that got through it all the same. */
  readonly ended: { lost: number; through: number }[];
  /** A session whose path executions show all steps that anybody took. */
  witness: { readonly sessionId: string; readonly hasReached: boolean } | null;
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
      if (best && isDecision(best.hops, best.isDerived)) decided.add(pathId);
      else reached.add(pathId);
      for (const other of traced?.pathIds ?? []) if (other !== pathId) reached.add(other);
    }
    const deepest = new Map<string, { step: number; isThrough: boolean }>();
    for (const { pathId, step, reason } of outcome.losses) {
      if (reason === "filtered") reached.add(pathId);
      const known = deepest.get(pathId);
      // What is vetoed was found by the step that named it.
      const isThrough = reason === "vetoed";
      if (known === undefined || step > known.step) deepest.set(pathId, { step, isThrough });
      else if (step === known.step && isThrough) known.isThrough = true;
    }
    for (const pathId of reached) this.reach(pathId, outcome.answeredBy);
    for (const pathId of decided) {
      const path = reached.has(pathId) ? undefined : this.path(pathId);
      if (path) path.decided++;
    }
    for (const [pathId, { step, isThrough }] of deepest) {
      if (reached.has(pathId)) continue;
      const path = this.path(pathId);
      if (path === undefined) continue;
      const at = endedAt(path, step);
      if (isThrough) at.through++;
      else at.lost++;
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
  const length = Math.max(steps.length, path.ended.length);
  const funnel: FunnelStep[] = [];
  let left = path.reached + (isSingle ? path.decided : 0);
  for (let step = length - 1; step >= 0; step--) {
    const { lost, through } = path.ended[step] ?? { lost: 0, through: 0 };
    const log = steps[step];
    const out = left + through;
    left = out + lost;
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

function isDecision(hops: readonly { readonly resource: string }[], isDerived: boolean): boolean {
  return hops.length === (isDerived ? 2 : 1) && hops.at(-1)?.resource === OVERRIDES;
}

function endedAt(path: PathTally, step: number): { lost: number; through: number } {
  while (path.ended.length <= step) path.ended.push({ lost: 0, through: 0 });
  const at = path.ended[step];
  if (at === undefined) throw new RangeError(`No step ${String(step)}`);
  return at;
}
