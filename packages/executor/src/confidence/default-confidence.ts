/** The confidence of a step whose resource says nothing of its own. */
export const DEFAULT_CONFIDENCE = 0.95;
