/** Combines the confidences of a branch's hops, in their order, into one, 0 to 1. Must be pure. */
export type CombineConfidence = (hopConfidences: readonly number[]) => number;

const SIGNIFICANT_DIGITS = 12;

/**
 * The product, as for independent statements. If several factors are not 1, it is rounded to 12 significant digits, so
 * that 0.7 × 0.95 is 0.665, not the 0.6649999999999999 of binary fractions. A single confidence stays as it is.
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
