/** The confidence of a step whose resource states none. */
export const DEFAULT_CONFIDENCE = 0.95;
