import type { Relation, StepDirection } from "@waymark/trace-core";

import type { ResourceAbout } from "./resource-about.js";

/**
 * One interpretation of a map: the ranks of a map are tried in order, identifier by identifier, and closed at the
 * first that knows it. A map without alternatives has one rank, named null.
 */
export interface MapRank {
  /** What an identifier is said to have matched as, such as `approved`; null when the map has no alternatives. */
  readonly name: string | null;
  /** 0 to 1, for targets for which the resource gives none of its own. */
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
   * What the map was configured with, as plain JSON: part of the plan's fingerprint, so that answers are not served
   * after it changed.
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
  /** Since when the entity bears the label that was asked for, where the resource knows; for `asOf`. */
  readonly since?: Date | null;
  /** Whether it is the reference among several targets. Default false. */
  readonly isPreferred?: boolean;
  /** Says more than the rank's name does, such as `approved (case folded)`; null means the rank's name. */
  readonly matchedAs: string | null;
  /** The release that says so, of a service whose answers name theirs: it may be another one by now. Default the resource's. */
  readonly release?: string | null;
}

/**
 * What a resource says of the identifiers that it was asked for. Each of them is known (in `hits`, in a stable order,
 * with at least one hit), withdrawn, failed, or else unknown; these are never mixed up.
 */
export interface LookUpResult {
  readonly hits: ReadonlyMap<string, readonly LookUpHit[]>;
  /** Known to be withdrawn without a successor. */
  readonly withdrawn: ReadonlySet<string>;
  /** Could not be answered, and why: a failure, never an absence. */
  readonly failed: ReadonlyMap<string, Error>;
  /** How often the most often tried request behind this was sent. Default 1. */
  readonly attempts?: number;
}

/** What a resource says is not so: these two never map to each other, in either direction and through no chain. */
export interface MappingVeto {
  readonly sourceType: string;
  readonly sourceId: string;
  readonly targetType: string;
  readonly targetId: string;
  /** Who says so, or why; null when that is not said. */
  readonly reason: string | null;
}

/** Something that translates. */
export interface Resource {
  readonly name: string;
  /** Version or date of its data; null when it has none, and then answers that consulted it are never cached unless it has a hash. */
  readonly release: string | null;
  /** SHA-256 of its data, lower-case hex; null when it has no file. */
  readonly contentHash: string | null;
  /**
   * For how long, in ms, what it said may be served from the cache: for a service, which changes without telling. With it,
   * answers are cached also without a release. Default: for as long as release and hash stay the same.
   */
  readonly maxAgeMs?: number | undefined;
  readonly maps: readonly ResourceMap[];
  /** What its data is; kept with the sessions that can consult it. Default nothing. */
  readonly about?: ResourceAbout | undefined;
  /** Whether it sees itself to how long its look-ups take: the run's `stepTimeoutMs` is not applied then. Default false. */
  readonly ownsTimeouts?: boolean;
  /** Identifiers normalised. Default none. */
  readonly vetoes?: readonly MappingVeto[];
  /**
   * The label that an entity has now by a `names` map: the one that the map's first rank knows, where there is exactly one;
   * null when there is none, or several. Default: the resource cannot say.
   */
  currentLabel?(map: string, entity: string): string | null;
  /**
   * The entities that a label names by one interpretation of a map; none where it has no such interpretation. For a resource that
   * has `currentLabel`.
   */
  namedBy?(map: string, label: string, matchedAs: string): readonly string[];
  /**
   * Answers all identifiers at once. A rejection means that it could answer none of them.
   */
  lookUp(request: LookUpRequest): Promise<LookUpResult>;
}
