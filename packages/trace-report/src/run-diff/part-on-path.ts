import type { EntityMappingProvenance, OutcomeLoss, ProvenanceHop } from "@waymark/trace-core";

import { departuresOf, type AnswerSide, type Departure } from "./answer-side.js";
import { isDecision, isFromInput, type CausePlace, type ChangeCause } from "./change-cause.js";
import { identifierCauses, isSuccession } from "./identifier-causes.js";
import { byRun, hasChanged, isUnmarked, resourceCause, unmarkedCause } from "./version-change.js";

/**
 * Why a branch that one side has ends on the other, which tried the same path: looks at the places where branches of the
 * other side ended though this one went on, else at the first hop that the other side is not known to have taken. Of its
 * branches that led nowhere only the ends are known, so that they may have parted later than that: then the first resource
 * on the rest of the way that changed is the cause.
 *
 * Empty when nothing on the way tells.
 */
export function partOnPath(
  has: AnswerSide,
  lacks: AnswerSide,
  branch: EntityMappingProvenance,
): ChangeCause[] {
  const { pathId } = branch;
  const rest = untaken(has, lacks, branch);
  for (const departure of rest) {
    const ended = endedThere(has, lacks, pathId, departure);
    if (ended) return ended;
  }
  const [first] = rest;
  const elsewhere = first && wentElsewhere(has, lacks, pathId, first);
  const changed = rest.find(({ hop }) => hasChanged(has, lacks, hop.resource));
  return elsewhere ?? (changed ? [resourceCause(has, lacks, changed.hop.resource, changed.from)] : []);
}

/**
 * The hops of a branch where the other side may have parted from it: where it ended, or else all that it is not known to
 * have taken.
 */
function untaken(has: AnswerSide, lacks: AnswerSide, { pathId, hops }: EntityMappingProvenance): Departure[] {
  const way = departuresOf(has.outcome, hops).filter((it) => !lacks.took(pathId, it));
  const ended = way.filter(({ from }) => lacks.lossesAt(pathId, from).length > 0);
  return ended.length > 0 ? ended : way;
}

/** A branch of the other side ended at this very place, for a reason of its own; or what should have answered here had failed. */
function endedThere(
  has: AnswerSide,
  lacks: AnswerSide,
  pathId: string,
  { from }: Departure,
): ChangeCause[] | undefined {
  for (const loss of lacks.lossesAt(pathId, from)) {
    if (isFailure(loss)) return [failureCause(lacks, loss)];
    if (loss.reason === "withdrawn") return identifierCauses(has, lacks, pathId, from, loss.resource);
  }
  const failed = has.lossesAt(pathId, from).find(isFailure);
  return failed && [failureCause(has, failed)];
}

/** One side went on by way of a decision, of what was beside the input, or of the identifier's history. */
function wentElsewhere(
  has: AnswerSide,
  lacks: AnswerSide,
  pathId: string,
  { from, hop }: Departure,
): ChangeCause[] | undefined {
  if (isFromInput(hop)) {
    const { type, identifier } = hop;
    return [{ kind: "input", run: has.run, secondary: { type, identifier } }];
  }
  const others = lacks.departures(pathId, from);
  const decision = others.find(isDecision);
  if (decision) return [overrideCause(lacks, from, decision)];
  const succession = isSuccession(from, hop) ? hop : others.find((it) => isSuccession(from, it));
  return succession && identifierCauses(has, lacks, pathId, from, succession.resource);
}

/**
 * A resource on the way does not say whether its data changed: asked only when the path is the same and none of the
 * resources that do say so did.
 */
export function unmarkedOnTheWay(
  has: AnswerSide,
  lacks: AnswerSide,
  branch: EntityMappingProvenance,
): ChangeCause[] {
  const found = untaken(has, lacks, branch).find(
    ({ hop }) => !isDecision(hop) && !isFromInput(hop) && isUnmarked(has, lacks, hop.resource),
  );
  return found === undefined ? [] : [unmarkedCause(has, { resource: found.hop.resource, place: found.from })];
}

export function isFailure({ reason }: OutcomeLoss): boolean {
  return reason === "failed" || reason === "timed_out" || reason === "cancelled" || reason === "cut";
}

export function failureCause(side: AnswerSide, loss: OutcomeLoss): ChangeCause {
  const { type, identifier, pathId, step, resource, reason, detail } = loss;
  return { kind: "failure", run: side.run, type, identifier, pathId, step, resource, reason, detail };
}

export function overrideCause(
  side: AnswerSide,
  { type, identifier }: CausePlace,
  hop: ProvenanceHop,
): ChangeCause {
  return { kind: "override", run: side.run, type, identifier, said: hop.matchedAs ?? "override" };
}

export function vetoCause(side: AnswerSide, loss: OutcomeLoss): ChangeCause {
  const { type, identifier, resource, detail } = loss;
  return { kind: "veto", run: side.run, type, identifier, resource, detail };
}

/** The path is made of other steps, or of the same ones in another way, though no resource on it changed. */
export function redefined(one: AnswerSide, other: AnswerSide, pathId: string): ChangeCause[] {
  const [p, q] = [one.path(pathId), other.path(pathId)];
  if (p === undefined || q === undefined) return [];
  const cause: ChangeCause = {
    kind: "path",
    pathId,
    fingerprints: byRun(one, other, (side) => side.path(pathId)?.fingerprint ?? null),
  };
  if (p.steps.some((step, i) => q.steps[i] !== undefined && q.steps[i] !== step)) return [cause];
  if (p.fingerprint === q.fingerprint) return [];
  // A path's fingerprint tells the versions of its resources apart, too.
  const isData = [...one.resources].some((it) => hasChanged(one, other, it));
  return isData ? [] : [cause];
}
