/** The first items of what may be a long list, and what is known of the rest. */
export interface Excerpt<T> {
  readonly items: readonly T[];
  /** How many there are; null when there are more than were counted. */
  readonly total: number | null;
  /** Whether there are more than `items` shows. */
  readonly truncated: boolean;
}

/** @param isComplete whether `found` is all there is */
export function excerpt<T>(found: readonly T[], max: number, isComplete = true): Excerpt<T> {
  return excerptOf(found.slice(0, max), isComplete ? found.length : null);
}

/** @param total how many there are, `items` among them; null when not all were counted */
export function excerptOf<T>(items: readonly T[], total: number | null): Excerpt<T> {
  return { items, total, truncated: total === null || total > items.length };
}
