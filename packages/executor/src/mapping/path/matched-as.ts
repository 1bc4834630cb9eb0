import type { ProvenanceHop } from "@waymark/trace-core";

import type { LookUpHit } from "../../resource.js";
import { DECIDED } from "../curation/curation.js";

const PREFERRED = "preferred";

/** The `matchedAs` of a hit: its interpretation, followed by notes. Null if there is neither. */
export function matchedAs(
  { matchedAs: own, since, isPreferred }: LookUpHit,
  rank: string | null,
  asOf: Date | null,
): string | null {
  const plain = own ?? rank;
  if (isPreferred !== true && (asOf === null || !since)) return plain;
  const notes = [
    plain,
    isPreferred === true ? PREFERRED : null,
    asOf !== null && since && since > asOf ? `${LATER}${dayOf(since)}` : null,
  ].filter((it) => it !== null);
  return notes.length === 0 ? null : notes.join(", ");
}

const LATER = "given only on ";

/** Whether a hop or an outcome rests on a label that was given to its entity only after `asOf`. */
export function isGivenLater({ matchedAs: text }: Pick<ProvenanceHop, "matchedAs">): boolean {
  return notesOf(text).some((it) => it.startsWith(LATER));
}

/** Whether the resource marks the hop's identifier as the preferred one of several targets. */
export function isPreferred({ matchedAs: text }: ProvenanceHop): boolean {
  return notesOf(text).includes(PREFERRED);
}

/** The reason of an override is free text, which might look like a note. */
function notesOf(text: string | null): readonly string[] {
  return text === null || text.startsWith(DECIDED) ? [] : text.split(", ");
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
