import type { EntityMappingProvenance, OutcomeLoss, ProvenanceHop } from "@waymark/trace-core";

import { departuresOf, type AnswerSide, type Departure } from "./answer-side.js";
import { isDecision, isFromInput, type CausePlace, type ChangeCause } from "./change-cause.js";
import { identifierCauses, isSuccession } from "./identifier-causes.js";
import { byRun, hasChanged, isUnmarked, resourceCause, unmarkedCause } from "./version-change.js";

/**
 * Why a branch of one side ended on the other, which tried the same path. Looks at the places where branches of the
 * other side ended although this one went on; if there are none, at the first hop that the other side is not known to
 * have taken. Only the ends of branches without a target are recorded, so the sides may have diverged later: then the
 * cause is the first changed resource on the rest of the way.
 *
 * Empty if nothing on the way shows a cause.
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
 * The hops of a branch at which the other side may have diverged: those where it ended or, if there are none, all that
 * it is not known to have taken.
 */
function untaken(has: AnswerSide, lacks: AnswerSide, { pathId, hops }: EntityMappingProvenance): Departure[] {
  const way = departuresOf(has.outcome, hops).filter((it) => !lacks.took(pathId, it));
  const ended = way.filter(({ from }) => lacks.lossesAt(pathId, from).length > 0);
  return ended.length > 0 ? ended : way;
}

/**
 * The other side ended at this place with a failure or withdrawal, or a resource had failed here for the side that went
 * on.
 */
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

/** One side went on by way of an override, a secondary identifier of the input, or the identifier's history. */
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
 * A resource on the way whose data may have changed unnoticed. Only considered if no known change on the way explains
 * the difference.
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

/** The steps of the path differ, or its fingerprint does although no resource is known to have changed. */
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
  // A path's fingerprint also covers the versions of its resources.
  const isData = [...one.resources].some((it) => hasChanged(one, other, it));
  return isData ? [] : [cause];
}
