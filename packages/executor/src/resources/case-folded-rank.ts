import { combineConfidence } from "../confidence/combine-confidence.js";
import type { MapRank } from "../resource.js";

/** Factor for the confidence of a hit that was found only without regard to case. */
const CASE_FOLDED_FACTOR = 0.9;

/** The confidence of a hit that was found only without regard to case. */
export function caseFoldedConfidence(confidence: number): number {
  return combineConfidence([confidence, CASE_FOLDED_FACTOR]);
}

/** The rank by which the hits of a rank are found once more without regard to case. */
export function caseFoldedRank({ name, confidence }: MapRank): MapRank {
  return {
    name: name === null ? "case folded" : `${name} (case folded)`,
    confidence: caseFoldedConfidence(confidence),
  };
}
