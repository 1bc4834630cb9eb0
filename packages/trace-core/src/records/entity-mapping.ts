import type { JsonObject } from "./json.js";

export const MAPPING_DIRECTIONS = ["forward", "reverse", "mixed"] as const;

/** How the steps of a route were used: all forward, all reverse, or some of each. */
export type MappingDirection = (typeof MAPPING_DIRECTIONS)[number];

/** What makes an entity mapping the one it is. */
export interface EntityMappingKey {
  readonly sourceType: string;
  readonly sourceId: string;
  readonly targetType: string;
  readonly targetId: string;
}

/** What the latest live observation says of a mapping. */
export interface MappingObservation {
  /** When it was last observed live. */
  readonly observedAt: Date;
  /**
   * The provenance that says so; null when the mapping was logged without one. It may name a provenance that was
   * pruned since.
   */
  readonly observedBy: string | null;
  /** 0 to 1. */
  readonly confidence: number;
  readonly hopCount: number;
  readonly direction: MappingDirection;
  /** Names of the resources that were used, hop by hop. */
  readonly mappingSource: readonly string[];
  /** Found by way of a secondary type of the input. */
  readonly isDerived: boolean;
  /** The identifiers between source and target, hop by hop. */
  readonly derivationPath: readonly string[];
  /** Whatever the writer adds. */
  readonly metadata: JsonObject;
}

/**
 * The fact "source identifier → target identifier", unique by its four-part key.
 *
 * Merging, whatever the order of arrival: the smallest `firstSeenAt`, the largest `lastSeenAt`, and the observation
 * greatest by (`observedAt`, `observedBy`), null before any id; of two with the same pair, the one whose canonical
 * JSON (RFC 8785) is larger by bytes.
 */
export interface EntityMapping extends EntityMappingKey, MappingObservation {
  /** A UUID derived from the key, see `entityMappingId`. */
  readonly id: string;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
}
