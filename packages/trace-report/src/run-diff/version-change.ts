import type { ResourceVersion } from "../shared/resource-versions.js";
import type { AnswerSide } from "./answer-side.js";
import type { ByRun, CausePlace, ChangeCause } from "./change-cause.js";

/** One value for each run, in whichever order the sides are given. */
export function byRun<T>(one: AnswerSide, other: AnswerSide, valueOf: (side: AnswerSide) => T): ByRun<T> {
  const [a, b] = one.run === "a" ? [one, other] : [other, one];
  return { a: valueOf(a), b: valueOf(b) };
}

/** The version of a resource in each run; null if the run does not know it. */
export function versionsOf(
  one: AnswerSide,
  other: AnswerSide,
  resource: string,
): ByRun<ResourceVersion | null> {
  return byRun(one, other, (side) => side.version(resource) ?? null);
}

/** Whether the runs are known to have used different versions of a resource. */
export function hasChanged(one: AnswerSide, other: AnswerSide, resource: string): boolean {
  const { a, b } = versionsOf(one, other, resource);
  return a !== null && b !== null && (a.release !== b.release || a.contentHash !== b.contentHash);
}

/** Whether a resource's data may have changed although neither release nor content hash shows it. */
export function isUnmarked(one: AnswerSide, other: AnswerSide, resource: string): boolean {
  const { a, b } = versionsOf(one, other, resource);
  // If only one run knows the resource, its data is not the reason.
  if ((a === null) !== (b === null)) return false;
  return a?.release === b?.release && (!a?.contentHash || !b?.contentHash);
}

export function resourceCause(
  one: AnswerSide,
  other: AnswerSide,
  resource: string,
  place: CausePlace | null,
): ChangeCause {
  return { kind: "resource", resource, versions: versionsOf(one, other, resource), place };
}

export function unmarkedCause(
  one: AnswerSide,
  { resource, place }: { readonly resource: string; readonly place: CausePlace | null },
): ChangeCause {
  return { kind: "unmarked", resource, release: one.version(resource)?.release ?? null, place };
}
