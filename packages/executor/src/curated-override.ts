/**
 * A decision made by hand: that one identifier maps to another, or never does. It takes precedence over all resources,
 * including histories. That two never map to each other holds in both directions and through chains.
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
