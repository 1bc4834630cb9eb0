import { OVERRIDES, type PathStepLog } from "@waymark/trace-core";

import type { AnsweredOutcome } from "../shared/answered-outcomes.js";
import { BoundedMap } from "../shared/bounded-map.js";
import type { FunnelStep } from "./run-report-parts.js";

/** How far identifiers got along one path. */
export interface PathTally {
  readonly pathId: string;
  /** Identifiers that were sent along it. */
  tried: number;
  /** Identifiers whose best target was reached along it. */
  identifiers: number;
  /** Targets whose best branch used it. */
  targets: number;
  /** Identifiers that reached its end step by step. */
  reached: number;
  /** Identifiers that only an override took from its start to its end. */
  decided: number;
  /** By step: identifiers that reached the step but got no further. */
  readonly ended: EndedAt[];
  /** The same for identifiers that an override took to the end of the path while their look-ups ended at a step. */
  readonly endedBeside: EndedAt[];
  /** A session in which an identifier reached the end, so its path executions show all steps. */
  reachedIn: string | null;
  /** If there is none: sessions whose path executions show the steps taken, one for each way to end at a step. */
  readonly endedIn: Map<string, { readonly sessionId: string; readonly steps: number }>;
}

/** Identifiers that reached a step but got no further. */
interface EndedAt {
  lost: number;
  /** Identifiers whose branch was vetoed, by the types of what was vetoed, joined by NUL. */
  readonly vetoed: Map<string, number>;
}

/**
 * How far identifiers got along each path, according to their outcomes: to the end if they have a target, even a
 * filtered one; otherwise to the deepest step at which a branch ended. Exact unless an identifier lost more than 100
 * branches, or an override and look-ups led to the same filtered target along one path.
 */
export class FunnelTally {
  private readonly paths = new BoundedMap<PathTally>();

  add({ outcome, branches }: AnsweredOutcome): void {
    const reached = new Set<string>();
    const decided = new Set<string>();
    for (const { mappingId, pathId } of outcome.targets) {
      const { walked, decided: past } = branches.get(mappingId) ?? { walked: [pathId], decided: [] };
      for (const it of walked) reached.add(it);
      for (const it of past) decided.add(it);
    }
    const deepest = new Map<string, { readonly step: number; readonly vetoed: Set<string> }>();
    for (const { pathId, step, reason, resource, type } of outcome.losses) {
      if (reason === "filtered") {
        // An override that skips all steps is recorded at step 0, one for the last step of a path at that step.
        (resource === OVERRIDES && step === 0 ? decided : reached).add(pathId);
        continue;
      }
      let known = deepest.get(pathId);
      if (known === undefined || step > known.step)
        deepest.set(pathId, (known = { step, vetoed: new Set<string>() }));
      if (step === known.step && reason === "vetoed") known.vetoed.add(type);
    }
    for (const pathId of new Set([...reached, ...decided, ...deepest.keys()])) {
      const path = this.path(pathId);
      if (path) path.tried++;
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
      const way = `${String(step)} ${types}`;
      if (!path.endedIn.has(way)) path.endedIn.set(way, { sessionId: outcome.answeredBy, steps: step + 1 });
    }
    this.credit(outcome.targets);
  }

  /** One for each path. */
  tallies(): PathTally[] {
    return this.paths.values();
  }

  private reach(pathId: string, sessionId: string): void {
    const path = this.path(pathId);
    if (path === undefined) return;
    path.reached++;
    path.reachedIn ??= sessionId;
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
      tried: 0,
      identifiers: 0,
      targets: 0,
      reached: 0,
      decided: 0,
      ended: [],
      endedBeside: [],
      reachedIn: null,
      endedIn: new Map(),
    }));
  }
}

/**
 * The funnel of one path.
 *
 * @param steps the steps that were taken, from path executions
 * @param isSingle whether the path has a single step: an override then takes that step as a look-up does
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

/**
 * The number of vetoed identifiers that count as through the step: the step found what was vetoed if that is of its
 * output type. Otherwise a successor of its input was vetoed, or no execution shows the step.
 */
function throughStep(vetoed: EndedAt["vetoed"], log: PathStepLog | undefined): number {
  let through = 0;
  for (const [types, count] of vetoed)
    if (log !== undefined && types.split("\0").includes(log.outputType)) through += count;
  return through;
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
