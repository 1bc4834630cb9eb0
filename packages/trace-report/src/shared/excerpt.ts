/** The first items of a possibly long list, and what is known about the rest. */
export interface Excerpt<T> {
  readonly items: readonly T[];
  /** Number of all items; null if not all were counted. */
  readonly total: number | null;
  /** Whether there are, or may be, more than `items`. */
  readonly truncated: boolean;
}

/** @param isComplete whether `found` is the whole list */
export function excerpt<T>(found: readonly T[], max: number, isComplete = true): Excerpt<T> {
  return excerptOf(found.slice(0, max), isComplete ? found.length : null);
}

/** @param total number of all items, including `items`; null if not all were counted */
export function excerptOf<T>(items: readonly T[], total: number | null): Excerpt<T> {
  return { items, total, truncated: total === null || total > items.length };
}
