import type { ResourceVersion } from "../shared/resource-versions.js";
import type { AnswerSide } from "./answer-side.js";
import type { ByRun, CausePlace, ChangeCause } from "./change-cause.js";

/** One value for each run, whichever of the sides comes first. */
export function byRun<T>(one: AnswerSide, other: AnswerSide, valueOf: (side: AnswerSide) => T): ByRun<T> {
  const [a, b] = one.run === "a" ? [one, other] : [other, one];
  return { a: valueOf(a), b: valueOf(b) };
}

/** What both runs know of a resource. */
export function versionsOf(
  one: AnswerSide,
  other: AnswerSide,
  resource: string,
): ByRun<ResourceVersion | null> {
  return byRun(one, other, (side) => side.version(resource) ?? null);
}

/** Whether the runs are known to have asked different states of a resource. */
export function hasChanged(one: AnswerSide, other: AnswerSide, resource: string): boolean {
  const { a, b } = versionsOf(one, other, resource);
  return a !== null && b !== null && (a.release !== b.release || a.contentHash !== b.contentHash);
}

/** Whether a resource's data may have changed without anything telling so. */
export function isUnmarked(one: AnswerSide, other: AnswerSide, resource: string): boolean {
  const { a, b } = versionsOf(one, other, resource);
  // What only one run knows is no matter of data.
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
