import { matchedAsText, readMatchedAs, type ProvenanceHop } from "@waymark/trace-core";

import type { LookUpHit } from "../../resource.js";

/** The `matchedAs` of a hit: its interpretation, followed by notes. Null if there is neither. */
export function matchedAs(
  { matchedAs: own, since, isPreferred = false }: LookUpHit,
  rank: string | null,
  asOf: Date | null,
): string | null {
  const givenOn = asOf !== null && since && since > asOf ? dayOf(since) : null;
  return matchedAsText({ interpretation: own ?? rank, isPreferred, givenOn });
}

/** Whether a hop or an outcome rests on a label that was given to its entity only after `asOf`. */
export function isGivenLater({ matchedAs: text }: Pick<ProvenanceHop, "matchedAs">): boolean {
  return readMatchedAs(text).givenOn !== null;
}

/** Whether the resource marks the hop's identifier as the preferred one of several targets. */
export function isPreferred({ matchedAs: text }: ProvenanceHop): boolean {
  return readMatchedAs(text).isPreferred;
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
