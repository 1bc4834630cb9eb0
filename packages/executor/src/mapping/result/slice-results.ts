import type { Answer } from "../answer/answer.js";
import { canonicalTarget } from "../answer/canonical-target.js";
import type { InputEntry } from "../input/input-entry.js";
import type { InputSlice } from "../input/input-slice.js";
import { rawIdentifier } from "../input/mapping-input.js";
import type { MappingResult } from "./mapping-result.js";
import { isGivenLater } from "../path/matched-as.js";
import type { ResolvedRequest } from "../request/resolve-request.js";

export interface SliceResultsFrame extends Pick<ResolvedRequest, "asOf" | "validate"> {
  readonly sessionId: string;
}

/** The results for the inputs of a slice, in input order. Inputs without an answer are left out. */
export function sliceResults(
  slice: InputSlice,
  answers: readonly { readonly entry: InputEntry; readonly answer: Answer }[],
  { sessionId, asOf, validate }: SliceResultsFrame,
): MappingResult[] {
  const answerOf = new Map<InputEntry, Answer>();
  for (const { entry, answer } of answers) answerOf.set(entry, answer);
  const results: MappingResult[] = [];
  for (const [i, entry] of slice.entryOf.entries()) {
    const answer = answerOf.get(entry);
    if (!answer) continue;
    const { outcome, targets } = answer;
    const canonical = canonicalTarget(targets);
    const { identifier, invalidReason } = entry;
    const { servedFrom, answeredBy } = outcome;
    results.push({
      raw: rawIdentifier(slice.raws[i] ?? ""),
      identifier,
      invalidReason,
      outcome,
      targets,
      canonical,
      isGivenLater: asOf !== null && restsOn(answer).some(isGivenLater),
      validationStatus: validate ? (canonical?.validationStatus ?? noTarget(targets)) : null,
      servedFrom,
      sessionId,
      answeredBy,
    });
  }
  return results;
}

/** Everything in an answer that has a `matchedAs`: the hops to its targets or, without targets, the outcome. */
function restsOn({ outcome, targets }: Answer): readonly { readonly matchedAs: string | null }[] {
  return targets.length === 0 ? [outcome] : targets.flatMap((it) => it.hops);
}

/** For results without a status: either there is no target, or its validation failed. */
function noTarget(targets: readonly unknown[]): "no_target" | null {
  return targets.length === 0 ? "no_target" : null;
}
