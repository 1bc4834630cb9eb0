import {
  canonicalJson,
  compareBytes,
  type EntityMappingProvenance,
  type OutcomeLoss,
  type OutcomeTarget,
  type ProvenanceHop,
} from "@waymark/trace-core";

import { departuresOf, keyOf, type AnswerSide } from "./answer-side.js";
import { broadCauses } from "./broad-causes.js";
import { CAUSE_KINDS, type CausePlace, type ChangeCause } from "./change-cause.js";
import { changedParameters, CONFIDENCE_PARAMETERS } from "./changed-parameters.js";
import { identifierCauses } from "./identifier-causes.js";
import { missingBranch, untriedPath } from "./missing-branch.js";
import { failureCause, isFailure, redefined, vetoCause } from "./part-on-path.js";
import { byRun, hasChanged, isUnmarked, resourceCause, unmarkedCause } from "./version-change.js";

/** Why one side has a target that the other, which has an answer too, does not. */
export function causesOfMissing(has: AnswerSide, lacks: AnswerSide, target: OutcomeTarget): ChangeCause[] {
  const pattern = patternCause(has, lacks);
  if (pattern) return [pattern];
  const branch = has.best(target);
  return narrowest(has, lacks, branch === null ? [] : missingBranch(has, lacks, branch));
}

/** Why both sides have a target, but in a different way or with a different confidence. */
export function causesOfChanged(one: AnswerSide, other: AnswerSide, mappingId: string): ChangeCause[] {
  const [p, q] = [one.best({ mappingId }), other.best({ mappingId })];
  if (p === null || q === null) return narrowest(one, other, []);
  if (p.pathId === q.pathId && isSameWay(p, q)) return narrowest(one, other, otherHops(one, other, p, q));
  return narrowest(one, other, [
    ...(hasBranch(other, p) ? [] : missingBranch(one, other, p)),
    ...(hasBranch(one, q) ? [] : missingBranch(other, one, q)),
  ]);
}

/** Why validating a target had a different result. */
export function causesOfValidation(one: AnswerSide, other: AnswerSide): ChangeCause[] {
  return narrowest(one, other, changedParameters(one, other, ["validate"]));
}

/** Why two answers without targets differ. */
export function causesOfOutcome(one: AnswerSide, other: AnswerSide): ChangeCause[] {
  const pattern = patternCause(one, other);
  if (pattern) return [pattern];
  const ends = [
    ...lossesOnlyOf(one, other).map((loss) => ({ loss, side: one, opposite: other })),
    ...lossesOnlyOf(other, one).map((loss) => ({ loss, side: other, opposite: one })),
  ];
  const told: ((end: (typeof ends)[number]) => ChangeCause[])[] = [
    ({ loss, side }) => (loss.reason === "vetoed" ? [vetoCause(side, loss)] : []),
    ({ loss, side }) => (isFailure(loss) ? [failureCause(side, loss)] : []),
    ({ loss }) => (loss.reason === "filtered" ? changedParameters(one, other, CONFIDENCE_PARAMETERS) : []),
    ({ loss, side, opposite }) =>
      loss.reason === "withdrawn"
        ? identifierCauses(side, opposite, loss.pathId, placeOf(loss), loss.resource)
        : [],
    ({ loss }) =>
      hasChanged(one, other, loss.resource) ? [resourceCause(one, other, loss.resource, placeOf(loss))] : [],
    ({ loss, side, opposite }) => untriedPath(side, opposite, loss.pathId),
    ({ loss }) => redefined(one, other, loss.pathId),
    ({ loss }) =>
      isUnmarked(one, other, loss.resource)
        ? [unmarkedCause(one, { resource: loss.resource, place: placeOf(loss) })]
        : [],
  ];
  for (const tell of told) {
    const causes = ends.flatMap(tell);
    if (causes.length > 0) return narrowest(one, other, causes);
  }
  return narrowest(one, other, []);
}

function placeOf({ type, identifier }: OutcomeLoss): CausePlace {
  return { type, identifier };
}

/** If an input is valid in only one run, its type's rules changed; the trace shows them only as part of the catalog. */
function patternCause(one: AnswerSide, other: AnswerSide): ChangeCause | undefined {
  if ((one.outcome.outcome === "invalid") === (other.outcome.outcome === "invalid")) return undefined;
  const fingerprints = byRun(one, other, (side) => side.frame.session?.catalogFingerprint ?? null);
  return fingerprints.a === fingerprints.b ? undefined : { kind: "catalog", fingerprints };
}

/**
 * Causes for branches that pass the same identifiers, but whose hops differ in relation, interpretation or confidence.
 */
function otherHops(
  one: AnswerSide,
  other: AnswerSide,
  p: EntityMappingProvenance,
  q: EntityMappingProvenance,
): ChangeCause[] {
  const different = departuresOf(one.outcome, p.hops).filter(
    ({ hop }, i) => saidText(hop) !== saidText(q.hops[i]),
  );
  const changed = different
    .filter(({ hop }) => hasChanged(one, other, hop.resource))
    .map(({ hop, from }) => resourceCause(one, other, hop.resource, from));
  if (changed.length > 0) return changed;
  const asked = changedParameters(one, other, [different.length > 0 ? "asOf" : "confidenceRule"]);
  if (asked.length > 0) return asked;
  const defined = redefined(one, other, p.pathId);
  if (defined.length > 0) return defined;
  return different
    .filter(({ hop }) => isUnmarked(one, other, hop.resource))
    .map(({ hop, from }) => unmarkedCause(one, { resource: hop.resource, place: from }));
}

function hasBranch(side: AnswerSide, { mappingId, pathId, hops }: EntityMappingProvenance): boolean {
  const way = wayText(hops);
  return (side.branches.get(mappingId)?.kept ?? []).some(
    (it) => it.pathId === pathId && wayText(it.hops) === way,
  );
}

function isSameWay(p: EntityMappingProvenance, q: EntityMappingProvenance): boolean {
  return wayText(p.hops) === wayText(q.hops);
}

function lossesOnlyOf(side: AnswerSide, other: AnswerSide): OutcomeLoss[] {
  const textOf = (it: OutcomeLoss): string => canonicalJson([it.pathId, it.step, keyOf(it), it.reason]);
  const known = new Set(other.outcome.losses.map(textOf));
  return side.outcome.losses.filter((it) => !known.has(textOf(it)));
}

/** Each cause once, narrowest first; the broad causes if none was found. */
function narrowest(one: AnswerSide, other: AnswerSide, found: readonly ChangeCause[]): ChangeCause[] {
  const causes = found.length > 0 ? found : broadCauses(one, other);
  const unique = new Map(causes.map((it) => [canonicalJson({ ...it }), it]));
  return [...unique]
    .sort(([s, x], [t, y]) => CAUSE_KINDS.indexOf(x.kind) - CAUSE_KINDS.indexOf(y.kind) || compareBytes(s, t))
    .map(([, it]) => it);
}

/** The identifiers on the way and the resources that led to them, without releases. */
export function wayText(hops: readonly ProvenanceHop[]): string {
  return canonicalJson(
    hops.map(({ type, identifier, resource, map, direction }) => [
      type,
      identifier,
      resource,
      map,
      direction,
    ]),
  );
}

/** The content of a hop apart from where it leads. */
export function saidText(hop: ProvenanceHop | undefined): string {
  if (hop === undefined) return "";
  const { relation, matchedAs, confidence } = hop;
  return canonicalJson([relation, matchedAs, confidence]);
}
