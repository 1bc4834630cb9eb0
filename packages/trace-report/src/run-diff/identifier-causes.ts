import { compareBytes, type ProvenanceHop } from "@waymark/trace-core";

import type { AnswerSide } from "./answer-side.js";
import type { CausePlace, ChangeCause, IdentifierFate } from "./change-cause.js";
import { byRun, hasChanged, resourceCause, versionsOf } from "./version-change.js";

/**
 * The fate of an identifier on each side, as a cause. If its history is the same on both sides, a table that lists
 * current identifiers must have changed, since an identifier listed there never counts as withdrawn: then all changed
 * resources are named as well.
 */
export function identifierCauses(
  one: AnswerSide,
  other: AnswerSide,
  pathId: string,
  place: CausePlace,
  resource: string,
): ChangeCause[] {
  const { type, identifier } = place;
  const cause: ChangeCause = {
    kind: "identifier",
    type,
    identifier,
    fate: byRun(one, other, (side) => fateOf(side, pathId, place)),
    successors: byRun(one, other, (side) => successorsOf(side, pathId, place)),
    resource,
    versions: versionsOf(one, other, resource),
  };
  if (hasChanged(one, other, resource)) return [cause];
  const current = [...one.resources].filter((it) => it !== resource && hasChanged(one, other, it));
  return [cause, ...current.map((it) => resourceCause(one, other, it, null))];
}

/** A history leads to identifiers of the same type. */
export function isSuccession(from: CausePlace, hop: ProvenanceHop): boolean {
  return hop.type === from.type && (hop.matchedAs === "replaced" || hop.matchedAs === "split");
}

function fateOf(side: AnswerSide, pathId: string, place: CausePlace): IdentifierFate {
  const hops = successionsOf(side, pathId, place);
  // Other successors of a split may have led nowhere, so there may be only one hop.
  if (hops.length > 0) return hops.some((it) => it.matchedAs === "split") ? "split" : "replaced";
  return side.lossesAt(pathId, place).some((it) => it.reason === "withdrawn") ? "withdrawn" : "current";
}

function successorsOf(side: AnswerSide, pathId: string, place: CausePlace): string[] {
  return [...new Set(successionsOf(side, pathId, place).map((it) => it.identifier))].sort(compareBytes);
}

/** Hops to successors that led to a target. */
function successionsOf(side: AnswerSide, pathId: string, place: CausePlace): ProvenanceHop[] {
  return side.departures(pathId, place).filter((it) => isSuccession(place, it));
}
