/** Makes one confidence, 0 to 1, of the confidences of a branch's hops, in their order. Must be pure. */
export type CombineConfidence = (hopConfidences: readonly number[]) => number;

/** The product: what a chain of independent statements is worth. */
export const combineConfidence: CombineConfidence = (hopConfidences) => {
  let product = 1;
  for (const confidence of hopConfidences) product *= confidence;
  return product;
};
