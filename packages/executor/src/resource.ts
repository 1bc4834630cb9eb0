import type { Relation, StepDirection } from "@waymark/trace-core";

import type { ResourceAbout } from "./resource-about.js";

/**
 * One interpretation of a map: the ranks of a map are tried in order, identifier by identifier, and closed at the
 * first that knows it. A map without alternatives has one rank, named null.
 */
export interface MapRank {
  /** The interpretation, recorded as `matchedAs`, such as `approved`; null if the map has no alternatives. */
  readonly name: string | null;
  /** 0 to 1, for targets without a confidence of their own. */
  readonly confidence: number;
}

/** One translation that a resource offers: from one type to another. */
export interface ResourceMap {
  /** Unique within the resource. */
  readonly name: string;
  readonly sourceType: string;
  readonly targetType: string;
  readonly relation: Relation;
  /** At least one, best first. */
  readonly ranks: readonly MapRank[];
  /** Whether it can be read backwards, from target to source; each hit then says by which rank it is known. */
  readonly isReversible: boolean;
  /**
   * The map's configuration as plain JSON. It is part of the plan's fingerprint, so that answers are not served after
   * it has changed.
   */
  readonly definition: unknown;
}

export interface LookUpRequest {
  /** Name of the map. */
  readonly map: string;
  /** Index into the map's ranks. Forward only; backwards all ranks answer at once. */
  readonly rank: number;
  readonly direction: StepDirection;
  /** Distinct, normalised, all of the map's source type (target type when the direction is `reverse`). */
  readonly identifiers: readonly string[];
  /** Aborted when the run is cancelled or the time for this call is up. */
  readonly signal: AbortSignal;
}

/** One target that a resource knows for an identifier. */
export interface LookUpHit {
  /** Normalised. */
  readonly identifier: string;
  /** The resource's own confidence, 0 to 1; null means the rank's. */
  readonly confidence: number | null;
  /** For `asOf`: since when the entity has had the label asked for, if the resource knows. */
  readonly since?: Date | null;
  /** Whether it is the preferred one of several targets. Default false. */
  readonly isPreferred?: boolean;
  /** Says more than the rank's name does, such as `approved (case folded)`; null means the rank's name. */
  readonly matchedAs: string | null;
  /**
   * The release behind this hit, for a service whose answers name it; the service may have another one by now. Default
   * the resource's.
   */
  readonly release?: string | null;
}

/**
 * The answer of a resource for the identifiers that it was asked for. Each of them is in exactly one state: known (in
 * `hits`, in a stable order, with at least one hit), withdrawn, failed, or otherwise unknown.
 */
export interface LookUpResult {
  readonly hits: ReadonlyMap<string, readonly LookUpHit[]>;
  /** Known to be withdrawn without a successor. */
  readonly withdrawn: ReadonlySet<string>;
  /** Identifiers that could not be answered, and why: a failure, never an absence. */
  readonly failed: ReadonlyMap<string, Error>;
  /** Attempts of the request that was retried most often. Default 1. */
  readonly attempts?: number;
}

/** Two identifiers that, according to a resource, never map to each other, in either direction or through any chain. */
export interface MappingVeto {
  readonly sourceType: string;
  readonly sourceId: string;
  readonly targetType: string;
  readonly targetId: string;
  /** Who says so, or why; null if unknown. */
  readonly reason: string | null;
}

/** Something that translates. */
export interface Resource {
  readonly name: string;
  /**
   * Version or date of its data, or null. Answers that consulted a resource that has no release, no hash and no
   * `maxAgeMs` are never cached.
   */
  readonly release: string | null;
  /** SHA-256 of its data, lower-case hex; null when it has no file. */
  readonly contentHash: string | null;
  /**
   * How long, in ms, its answers may be served from the cache, for a service that may change without notice. With it,
   * answers are cached even without a release. Default: as long as release and hash stay the same.
   */
  readonly maxAgeMs?: number | undefined;
  readonly maps: readonly ResourceMap[];
  /** Description of its data, kept with the sessions that can consult it. Default nothing. */
  readonly about?: ResourceAbout | undefined;
  /**
   * Whether it limits the time of its look-ups itself, so that the run's `stepTimeoutMs` does not apply. Default false.
   */
  readonly ownsTimeouts?: boolean;
  /** Identifiers normalised. Default none. */
  readonly vetoes?: readonly MappingVeto[];
  /**
   * The present label of an entity by a `names` map: the one that the map's first rank knows; null if there is none, or
   * several. Default: the resource does not know labels.
   */
  currentLabel?(map: string, entity: string): string | null;
  /**
   * The entities that a label names by one interpretation of a map; none if the map has no such interpretation. For a
   * resource that has `currentLabel`.
   */
  namedBy?(map: string, label: string, matchedAs: string): readonly string[];
  /**
   * Answers all identifiers at once. A rejection means that it could answer none of them.
   */
  lookUp(request: LookUpRequest): Promise<LookUpResult>;
}
