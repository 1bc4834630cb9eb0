import type { MappedTarget, MappingResult } from "@waymark/executor";

import type { InputRow } from "../input/input-layout.js";
import { chosenTargets, type OnMany } from "./on-many.js";

/** One session's answer for one row of the input. */
export interface RowAnswer {
  readonly targetType: string;
  readonly result: MappingResult;
  /** The targets that go into the output. */
  readonly targets: readonly MappedTarget[];
  readonly currentLabel: string | null;
  /** Why there is no target, or notes about the targets; may be empty. */
  readonly reason: string;
}

/** A row of the input with its answers, one for each target type. */
export interface AnsweredRow {
  readonly row: InputRow;
  readonly answers: readonly RowAnswer[];
}

export function rowAnswer(
  targetType: string,
  result: MappingResult,
  currentLabel: string | null,
  onMany: OnMany,
): RowAnswer {
  const targets = chosenTargets(result, onMany);
  return { targetType, result, targets, currentLabel, reason: reasonOf(result, targets.length === 0) };
}

function reasonOf(
  { invalidReason, outcome, targets, isGivenLater }: MappingResult,
  isUnmapped: boolean,
): string {
  if (outcome.outcome === "invalid") return invalidReason ?? "";
  if (isUnmapped && targets.length > 0) {
    const shown = targets.slice(0, 3).map((it) => it.id);
    const more = targets.length > shown.length ? " and more" : "";
    return `maps to ${String(outcome.targetCount)} targets (${shown.join(", ")}${more}), left out by --on-many drop`;
  }
  if (!isUnmapped) {
    const notes = [
      ...(outcome.isProvisional ? ["provisional: a rank or path that comes first had failed"] : []),
      ...(isGivenLater
        ? ["the entity was given this label only later: the label may have meant another entity"]
        : []),
      ...(targets.some((it) => it.isDerived) ? ["through a secondary identifier"] : []),
      ...(invalidReason === null ? [] : [`its own identifier is invalid: ${invalidReason}`]),
    ];
    return notes.join("; ");
  }
  // The branch that got furthest is the most informative.
  const [first, ...rest] = outcome.losses;
  if (first === undefined) return "";
  const deepest = rest.reduce((a, b) => (b.step > a.step ? b : a), first);
  const { reason, type, identifier, resource, detail } = deepest;
  const what = `${reason.replaceAll("_", " ")} at ${type} ${identifier} in ${resource}`;
  return detail === null ? what : `${what}: ${detail}`;
}
