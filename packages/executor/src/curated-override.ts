/**
 * What somebody decided by hand: that one identifier maps to another, or never does. It comes before all that resources
 * say, histories included. That two never map to each other holds in both directions and through chains.
 */
export interface CuratedOverride {
  readonly sourceType: string;
  /** Normalised, like `targetId`. */
  readonly sourceId: string;
  readonly targetType: string;
  readonly targetId: string;
  readonly isNever: boolean;
  readonly author: string;
  readonly reason: string;
}
