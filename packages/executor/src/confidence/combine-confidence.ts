/** Makes one confidence, 0 to 1, of the confidences of a branch's hops, in their order. Must be pure. */
export type CombineConfidence = (hopConfidences: readonly number[]) => number;

const SIGNIFICANT_DIGITS = 12;

/**
 * The product: what a chain of independent statements is worth. Of several it is rounded to 12 significant digits, so that
 * 0.7 × 0.95 is 0.665, not the 0.6649999999999999 that binary fractions make of it. A confidence alone stays as it is.
 */
export const combineConfidence: CombineConfidence = (hopConfidences) => {
  let product = 1;
  let factors = 0;
  for (const confidence of hopConfidences) {
    product *= confidence;
    if (confidence !== 1) factors++;
  }
  return factors > 1 ? Number(product.toPrecision(SIGNIFICANT_DIGITS)) : product;
};
