import type { EntityMappingProvenance } from "@waymark/trace-core";

import { departuresOf, keyOf, type AnswerSide } from "./answer-side.js";
import { isDecision, type ChangeCause } from "./change-cause.js";
import { changedParameters, CONFIDENCE_PARAMETERS, PATH_PARAMETERS } from "./changed-parameters.js";
import { identifierCauses } from "./identifier-causes.js";
import {
  failureCause,
  overrideCause,
  partOnPath,
  redefined,
  unmarkedOnTheWay,
  vetoCause,
} from "./part-on-path.js";
import { byRun, hasChanged, resourceCause } from "./version-change.js";

/**
 * Why a branch of one side is missing on the other: the narrowest causes that the trace shows; empty if it shows none.
 */
export function missingBranch(
  has: AnswerSide,
  lacks: AnswerSide,
  branch: EntityMappingProvenance,
): ChangeCause[] {
  const { pathId } = branch;
  const decided = decidedOrDenied(has, lacks, branch);
  if (decided.length > 0) return decided;
  const filtered = belowConfidence(has, lacks, branch);
  if (filtered.length > 0) return filtered;
  if (lacks.tried(pathId)) {
    const parted = partOnPath(has, lacks, branch);
    if (parted.length > 0) return parted;
    const defined = redefined(has, lacks, pathId);
    return defined.length > 0 ? defined : unmarkedOnTheWay(has, lacks, branch);
  }
  const earlier = answeredEarlier(has, lacks, pathId);
  return earlier.length > 0 ? earlier : untriedPath(has, lacks, pathId);
}

/** An override that made the branch on one side, or a veto or cut that ended it on the other. */
function decidedOrDenied(
  has: AnswerSide,
  lacks: AnswerSide,
  { pathId, hops }: EntityMappingProvenance,
): ChangeCause[] {
  const way = departuresOf(has.outcome, hops);
  const decision = way.find(({ hop }) => isDecision(hop));
  if (decision) {
    const isShared = lacks
      .departures(pathId, decision.from)
      .some((it) => isDecision(it) && keyOf(it) === keyOf(decision.hop));
    if (!isShared) return [overrideCause(has, decision.from, decision.hop)];
  }
  for (const { hop } of way) {
    const veto = lacks.lossesAt(pathId, hop).find((it) => it.reason === "vetoed");
    if (veto) return [vetoCause(lacks, veto)];
    const cut = lacks.lossesAt(pathId, hop).find((it) => it.reason === "cut");
    if (!cut) continue;
    const bound = changedParameters(has, lacks, ["maxBranches"]);
    return bound.length > 0 ? bound : [failureCause(lacks, cut)];
  }
  return [];
}

/** The other side reached the target too, but filtered it: it required a higher confidence, or found a lower one. */
function belowConfidence(
  has: AnswerSide,
  lacks: AnswerSide,
  { pathId, hops }: EntityMappingProvenance,
): ChangeCause[] {
  const target = hops.at(-1);
  if (target === undefined) return [];
  const isFiltered = lacks.lossesAt(pathId, target).some((it) => it.reason === "filtered");
  if (!isFiltered) return [];
  const asked = changedParameters(has, lacks, CONFIDENCE_PARAMETERS);
  if (asked.length > 0) return asked;
  return [
    ...departuresOf(has.outcome, hops)
      .filter(({ hop }) => hasChanged(has, lacks, hop.resource))
      .map(({ hop, from }) => resourceCause(has, lacks, hop.resource, from)),
    ...redefined(has, lacks, pathId),
  ];
}

/** The other side did not try this path because another one had answered, or because the input was found withdrawn. */
function answeredEarlier(has: AnswerSide, lacks: AnswerSide, pathId: string): ChangeCause[] {
  for (const target of lacks.outcome.targets) {
    const branch = lacks.best(target);
    if (branch === null || branch.pathId === pathId || !has.tried(branch.pathId)) continue;
    const decided = decidedOrDenied(lacks, has, branch);
    if (decided.length > 0) return decided;
    const filtered = belowConfidence(lacks, has, branch);
    if (filtered.length > 0) return filtered;
    const parted = partOnPath(lacks, has, branch);
    if (parted.length > 0) return parted;
    const defined = redefined(lacks, has, branch.pathId);
    if (defined.length > 0) return defined;
    const unmarked = unmarkedOnTheWay(lacks, has, branch);
    if (unmarked.length > 0) return unmarked;
  }
  const { sourceType: type, sourceId: identifier } = lacks.outcome;
  const ended = lacks.outcome.losses.find(
    (it) => it.reason === "withdrawn" && keyOf(it) === keyOf({ type, identifier }),
  );
  return ended === undefined
    ? []
    : identifierCauses(has, lacks, ended.pathId, { type, identifier }, ended.resource);
}

/** The other run sent nothing along the path: its options excluded the path, or it has no such path. */
export function untriedPath(has: AnswerSide, lacks: AnswerSide, pathId: string): ChangeCause[] {
  if (lacks.path(pathId) !== undefined) return [];
  const told = changedParameters(has, lacks, PATH_PARAMETERS);
  if (told.length > 0) return told;
  return [
    {
      kind: "path",
      pathId,
      fingerprints: byRun(has, lacks, (side) => side.path(pathId)?.fingerprint ?? null),
    },
  ];
}
