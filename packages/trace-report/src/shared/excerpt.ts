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
  return {
    items: found.slice(0, max),
    total: isComplete ? found.length : null,
    truncated: !isComplete || found.length > max,
  };
}
