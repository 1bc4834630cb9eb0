import {
  canonicalJson,
  compareBytes,
  everyItem,
  everyPage,
  type EntityMappingProvenance,
  type IdentifierOutcome,
  type TraceStore,
} from "@waymark/trace-core";

import { isPastAllSteps } from "./is-past-all-steps.js";

/** The branches to one target, as the session that found it recorded them. */
export interface TargetBranches {
  /** The branch that the outcome's target describes: on the target's path, the most confident, then the shortest. */
  readonly best: EntityMappingProvenance | null;
  /** Paths that reached the target step by step, including those that are not the target's own path. */
  readonly walked: ReadonlySet<string>;
  /** Paths whose steps were all skipped because an override mapped the input, or a successor of it, to the target. */
  readonly decided: ReadonlySet<string>;
  /** As many of its branches as requested, including the best. */
  readonly kept: readonly EntityMappingProvenance[];
}

/** An outcome with the branches that led to its targets. */
export interface AnsweredOutcome {
  readonly outcome: IdentifierOutcome;
  /** By mapping id; a target is missing if its provenance is not in the trace. */
  readonly branches: ReadonlyMap<string, TargetBranches>;
}

/** Maximum number of mappings whose branches are in memory at once. */
const MAPPINGS_AT_ONCE = 5_000;

/** So few that one page usually holds all their provenance: a store searches and sorts again for each further page. */
const IDS_PER_LOOK_UP = 500;

interface FoundBranches extends TargetBranches {
  best: EntityMappingProvenance | null;
  readonly walked: Set<string>;
  readonly decided: Set<string>;
  readonly kept: EntityMappingProvenance[];
}

/**
 * Every outcome of a session, in the order of the store, with its branches. Looks up provenance for thousands of
 * mappings at once; in memory are at most a page of outcomes and the branches of one such group.
 */
export async function* answeredOutcomes(
  store: TraceStore,
  sessionId: string,
): AsyncGenerator<AnsweredOutcome, void, undefined> {
  for await (const page of everyPage((query) => store.listOutcomes(query), { sessionId })) {
    for (const outcomes of portions(page)) yield* await withBranches(store, outcomes);
  }
}

/** Groups outcomes such that the targets of a group can be looked up together. */
function* portions<T extends Pick<IdentifierOutcome, "targets">>(
  outcomes: readonly T[],
): Generator<T[], void, undefined> {
  let portion: T[] = [];
  let mappings = 0;
  for (const outcome of outcomes) {
    if (mappings > 0 && mappings + outcome.targets.length > MAPPINGS_AT_ONCE) {
      yield portion;
      portion = [];
      mappings = 0;
    }
    portion.push(outcome);
    mappings += outcome.targets.length;
  }
  if (portion.length > 0) yield portion;
}

/**
 * The outcomes with their branches, in the same order.
 *
 * @param keep number of branches to keep for each target, including the best; a target can have thousands. Default
 * none.
 */
export async function withBranches(
  store: TraceStore,
  outcomes: readonly IdentifierOutcome[],
  keep = 0,
): Promise<AnsweredOutcome[]> {
  const wanted = new Map<
    string,
    (Pick<IdentifierOutcome, "answeredBy" | "sourceType"> & { pathId: string })[]
  >();
  for (const { targets, answeredBy, sourceType } of outcomes) {
    for (const { mappingId, pathId } of targets) {
      const known = wanted.get(mappingId);
      if (known === undefined) wanted.set(mappingId, [{ pathId, answeredBy, sourceType }]);
      else known.push({ pathId, answeredBy, sourceType });
    }
  }
  const found = new Map<string, FoundBranches>();
  const ids = [...wanted.keys()];
  for (let start = 0; start < ids.length; start += IDS_PER_LOOK_UP) {
    const mappingIds = ids.slice(start, start + IDS_PER_LOOK_UP);
    for await (const it of everyItem((query) => store.listProvenance(query), { mappingIds })) {
      const asked = wanted.get(it.mappingId)?.filter(({ answeredBy }) => answeredBy === it.sessionId) ?? [];
      const [first] = asked;
      if (first === undefined) continue;
      const key = keyOf(it.mappingId, it.sessionId);
      let branches = found.get(key);
      if (branches === undefined) found.set(key, (branches = noBranches()));
      const { walked, decided } = branches;
      (isPastAllSteps(it, first.sourceType) ? decided : walked).add(it.pathId);
      if (branches.kept.length < keep) branches.kept.push(it);
      if (asked.some(({ pathId }) => pathId === it.pathId) && isBetter(it, branches.best)) branches.best = it;
    }
  }
  return outcomes.map((outcome) => ({
    outcome,
    branches: new Map(
      outcome.targets.flatMap(({ mappingId }) => {
        const branches = found.get(keyOf(mappingId, outcome.answeredBy));
        if (branches === undefined) return [];
        const { best, kept } = branches;
        if (keep > 0 && best !== null && !kept.includes(best)) kept[0] = best;
        return [[mappingId, branches] as const];
      }),
    ),
  }));
}

/** Ranks branches of one path as the executor does: highest confidence, fewest hops, then hops by bytes. */
function isBetter(a: EntityMappingProvenance, b: EntityMappingProvenance | null): boolean {
  if (b === null) return true;
  const order =
    b.confidence - a.confidence ||
    a.hops.length - b.hops.length ||
    compareBytes(canonicalJson(a.hops), canonicalJson(b.hops));
  return order < 0;
}

function noBranches(): FoundBranches {
  return { best: null, walked: new Set(), decided: new Set(), kept: [] };
}

function keyOf(mappingId: string, sessionId: string): string {
  return `${mappingId} ${sessionId}`;
}
