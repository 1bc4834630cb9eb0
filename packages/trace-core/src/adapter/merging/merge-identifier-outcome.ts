import type { IdentifierOutcome } from "../../records/identifier-outcome.js";
import { canonicalJson } from "../../text/canonical-json.js";
import { compareBytes } from "../../text/compare-bytes.js";

/** Merges two outcomes with the same key; commutative, associative and idempotent. */
export function mergeIdentifierOutcome(a: IdentifierOutcome, b: IdentifierOutcome): IdentifierOutcome {
  const later = compareOutcomes(a, b) >= 0 ? a : b;
  return { ...later, rawIds: united([...a.rawIds, ...b.rawIds]) };
}

/** The outcome with each of its raw ids once, sorted by bytes, which is the result of merging it with itself. */
export function uniteRawIds(outcome: IdentifierOutcome): IdentifierOutcome {
  return outcome.rawIds.length < 2 ? outcome : { ...outcome, rawIds: united(outcome.rawIds) };
}

function united(rawIds: readonly string[]): string[] {
  return [...new Set(rawIds)].sort(compareBytes);
}

function compareOutcomes(a: IdentifierOutcome, b: IdentifierOutcome): number {
  const byTime = a.recordedAt.getTime() - b.recordedAt.getTime();
  return byTime !== 0 ? byTime : compareBytes(answerText(a), answerText(b));
}

function answerText({ rawIds: _rawIds, ...answer }: IdentifierOutcome): string {
  return canonicalJson(answer);
}
