/**
 * - `mapped`: one target
 * - `mapped_to_many`: several
 * - `filtered`: only below the confidence asked for
 * - `unresolved`: something failed, so nobody knows
 * - `obsolete`: withdrawn without a successor
 * - `not_found`: everything that applies answered and none knew it
 * - `invalid`: breaks the type's pattern, or cannot be an identifier at all
 */
export const OUTCOMES = [
  "mapped",
  "mapped_to_many",
  "filtered",
  "unresolved",
  "obsolete",
  "not_found",
  "invalid",
] as const;

export type Outcome = (typeof OUTCOMES)[number];

export const SOURCE_STATUSES = ["current", "replaced", "split", "withdrawn", "unknown"] as const;

/** What the history of the source identifier says of it. */
export type SourceStatus = (typeof SOURCE_STATUSES)[number];

export const VALIDATION_STATUSES = [
  "validated",
  "validated_ambiguous",
  "renamed",
  "one_way",
  "no_reverse_path",
  "no_target",
] as const;

/** What mapping a target back to its source gave. */
export type ValidationStatus = (typeof VALIDATION_STATUSES)[number];

/** At most this many targets are kept in one outcome; `targetCount` counts them all. */
export const MAX_OUTCOME_TARGETS = 10_000;

/** At most this many losses are kept in one outcome; `lossCount` counts them all. */
export const MAX_OUTCOME_LOSSES = 100;

export interface OutcomeTarget {
  readonly mappingId: string;
  readonly targetId: string;
  /** 0 to 1. */
  readonly confidence: number;
  readonly hopCount: number;
  /** The path of the best branch. */
  readonly pathId: string;
  /** Null when the target was not validated. */
  readonly validationStatus: ValidationStatus | null;
}

export const LOSS_REASONS = [
  "not_found",
  "withdrawn",
  "failed",
  "timed_out",
  "cancelled",
  "filtered",
  "vetoed",
  "cut",
] as const;

/**
 * Why a branch ended: unknown there, withdrawn there, a failure, below the confidence asked for, said not to be so, or over
 * a bound.
 */
export type LossReason = (typeof LOSS_REASONS)[number];

/** Where one branch of the answer ended without a target. */
export interface OutcomeLoss {
  readonly pathId: string;
  /** The step of the path at which it ended, counted from 0. */
  readonly step: number;
  readonly resource: string;
  /** Type of `identifier`. */
  readonly type: string;
  /** The identifier that got no further. */
  readonly identifier: string;
  readonly reason: LossReason;
  /** One readable sentence where there is more to say. */
  readonly detail: string | null;
}

/** What makes an outcome the one it is. */
export interface IdentifierOutcomeKey {
  readonly sessionId: string;
  readonly sourceType: string;
  /** Normalised; for an input that cannot be an identifier, see `invalidSourceId`. */
  readonly sourceId: string;
  readonly targetType: string;
}

/**
 * The answer for one input identifier in one session. The unit of the cache.
 *
 * Merging of equal keys, whatever the order of arrival: `rawIds` are united (sorted by bytes); the rest is taken from
 * the larger `recordedAt`, then from the larger canonical JSON (RFC 8785) bytes of the record without its `rawIds`.
 */
export interface IdentifierOutcome extends IdentifierOutcomeKey {
  /**
   * The inputs as they came in, each once, sorted by bytes; one that cannot be an identifier is escaped and shortened.
   */
  readonly rawIds: readonly string[];
  readonly outcome: Outcome;
  /** The complete answer: confidence descending, then hops, then target id by bytes. At most 10,000. */
  readonly targets: readonly OutcomeTarget[];
  /** All targets that were found, also those beyond the bound of `targets`. */
  readonly targetCount: number;
  /** A `names` step named several entities, also when only one of them reached the target. */
  readonly isAmbiguous: boolean;
  /** The interpretation of the input that hit; null when there was none to choose. */
  readonly matchedAs: string | null;
  readonly sourceStatus: SourceStatus;
  /** Branch by branch. At most 100. */
  readonly losses: readonly OutcomeLoss[];
  readonly lossCount: number;
  /** What should have answered first had failed; never served from the cache. */
  readonly isProvisional: boolean;
  /** Hash of all that the answer rests on; null when it may never be served. */
  readonly answerFingerprint: string | null;
  readonly servedFrom: "live" | "cache";
  /** The session that found it live: this one, or for an answer from the cache the one that it came from. */
  readonly answeredBy: string;
  readonly recordedAt: Date;
}
