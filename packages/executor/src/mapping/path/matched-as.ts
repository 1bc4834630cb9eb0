import type { ProvenanceHop } from "@waymark/trace-core";

import type { LookUpHit } from "../../resource.js";
import { DECIDED } from "../curation/curation.js";

const PREFERRED = "preferred";

/** What a hit is said to have matched as: the interpretation, and what else is known of it. Null when there is nothing. */
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

/** Whether a hop, or an answer, rests on a label that the entity was given after the day asked for. */
export function isGivenLater({ matchedAs: text }: Pick<ProvenanceHop, "matchedAs">): boolean {
  return notesOf(text).some((it) => it.startsWith(LATER));
}

/** Whether the hop leads to the reference among several targets. */
export function isPreferred({ matchedAs: text }: ProvenanceHop): boolean {
  return notesOf(text).includes(PREFERRED);
}

/** Why somebody decided so may read like a note. */
function notesOf(text: string | null): readonly string[] {
  return text === null || text.startsWith(DECIDED) ? [] : text.split(", ");
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
