import type { OutcomeLoss } from "@waymark/trace-core";

import { keyOf, type AnswerSide } from "./answer-side.js";
import { isDecision, isFromInput, type ChangeCause } from "./change-cause.js";
import { changedParameters } from "./changed-parameters.js";
import { failureCause, isFailure, redefined, vetoCause } from "./part-on-path.js";
import { byRun, hasChanged, isUnmarked, resourceCause, unmarkedCause } from "./version-change.js";

/**
 * Possible causes of a difference for which no narrower cause was found. Tries kinds of causes from the most to the
 * least likely and returns those of the first kind that applies; never empty.
 */
export function broadCauses(one: AnswerSide, other: AnswerSide): ChangeCause[] {
  const consulted = [...new Set([...consultedBy(one), ...consultedBy(other)])].sort();
  const all = [...new Set([...one.resources, ...other.resources])].sort();
  const paths = [...new Set([...pathsOf(one), ...pathsOf(other)])].sort();
  const tries: (() => ChangeCause[])[] = [
    () => [
      ...lossesOf(one, other, isFailure).map((it) => failureCause(one, it)),
      ...lossesOf(other, one, isFailure).map((it) => failureCause(other, it)),
    ],
    () => [
      ...lossesOf(one, other, isVeto).map((it) => vetoCause(one, it)),
      ...lossesOf(other, one, isVeto).map((it) => vetoCause(other, it)),
    ],
    () => changedOf(one, other, consulted),
    () => changedOf(one, other, all),
    () => paths.flatMap((it) => redefined(one, other, it)),
    () => changedParameters(one, other),
    () => changedCatalog(one, other),
    () => changedExecutor(one, other),
    () =>
      consulted
        .filter((it) => isUnmarked(one, other, it))
        .map((it) => unmarkedCause(one, { resource: it, place: null })),
  ];
  for (const attempt of tries) {
    const causes = attempt();
    if (causes.length > 0) return causes;
  }
  return [
    {
      kind: "unrecorded",
      detail:
        "Resources, catalog, parameters and executor are the same in both runs as far as the trace shows: " +
        "a resource answered differently, or the trace no longer has the details",
    },
  ];
}

function isVeto({ reason }: OutcomeLoss): boolean {
  return reason === "vetoed";
}

/** Losses that only one side has. */
function lossesOf(
  side: AnswerSide,
  other: AnswerSide,
  isMeant: (loss: OutcomeLoss) => boolean,
): OutcomeLoss[] {
  const textOf = (loss: OutcomeLoss): string =>
    JSON.stringify([loss.pathId, loss.step, loss.resource, keyOf(loss), loss.reason]);
  const known = new Set(other.outcome.losses.filter(isMeant).map(textOf));
  return side.outcome.losses.filter(isMeant).filter((it) => !known.has(textOf(it)));
}

function consultedBy(side: AnswerSide): string[] {
  const hops = [...side.branches.values()].flatMap(({ kept }) => kept.flatMap((it) => it.hops));
  return [
    ...hops.filter((it) => !isDecision(it) && !isFromInput(it)).map((it) => it.resource),
    ...side.outcome.losses.map((it) => it.resource),
  ];
}

function pathsOf(side: AnswerSide): string[] {
  return [...side.outcome.targets, ...side.outcome.losses].map((it) => it.pathId);
}

function changedOf(one: AnswerSide, other: AnswerSide, resources: readonly string[]): ChangeCause[] {
  return resources
    .filter((it) => hasChanged(one, other, it))
    .map((it) => resourceCause(one, other, it, null));
}

function changedCatalog(one: AnswerSide, other: AnswerSide): ChangeCause[] {
  const fingerprints = byRun(one, other, (side) => side.frame.session?.catalogFingerprint ?? null);
  return fingerprints.a === fingerprints.b ? [] : [{ kind: "catalog", fingerprints }];
}

function changedExecutor(one: AnswerSide, other: AnswerSide): ChangeCause[] {
  const versions = byRun(one, other, (side) => side.frame.session?.executorVersion ?? null);
  return versions.a === versions.b ? [] : [{ kind: "executor", versions }];
}
