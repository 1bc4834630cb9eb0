import type { JsonObject } from "./json.js";

export const MAPPING_DIRECTIONS = ["forward", "reverse", "mixed"] as const;

/** How the steps of a route were used: all forward, all reverse, or some of each. */
export type MappingDirection = (typeof MAPPING_DIRECTIONS)[number];

/** The key that identifies an entity mapping. */
export interface EntityMappingKey {
  readonly sourceType: string;
  readonly sourceId: string;
  readonly targetType: string;
  readonly targetId: string;
}

/** What the latest live observation says about a mapping. */
export interface MappingObservation {
  /** When it was last observed live. */
  readonly observedAt: Date;
  /**
   * The id of the provenance of that observation; null if the mapping was logged without one. The provenance may have
   * been pruned since.
   */
  readonly observedBy: string | null;
  /** 0 to 1. */
  readonly confidence: number;
  readonly hopCount: number;
  readonly direction: MappingDirection;
  /** Names of the resources that were used, hop by hop. */
  readonly mappingSource: readonly string[];
  /** Whether it was found through a secondary type of the input. */
  readonly isDerived: boolean;
  /** The identifiers between source and target, hop by hop. */
  readonly derivationPath: readonly string[];
  /** Anything that the writer adds. */
  readonly metadata: JsonObject;
}

/**
 * The fact "source identifier → target identifier", unique by its four-part key.
 *
 * Equal keys are merged independently of the order of arrival: the smallest `firstSeenAt`, the largest `lastSeenAt`,
 * and the observation that is greatest by (`observedAt`, `observedBy`), where null comes before any id; of two
 * observations that are equal in both, the one whose canonical JSON (RFC 8785) is larger by bytes.
 */
export interface EntityMapping extends EntityMappingKey, MappingObservation {
  /** A UUID derived from the key, see `entityMappingId`. */
  readonly id: string;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
}
