/**
 * - `mapped`: one target
 * - `mapped_to_many`: several
 * - `filtered`: targets were found, but only below the requested confidence
 * - `unresolved`: something failed, so the answer is unknown
 * - `obsolete`: withdrawn without a successor
 * - `not_found`: everything that applies was asked, and nothing knew it
 * - `invalid`: does not match the type's pattern, or cannot be an identifier at all
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

/** What its history says about the source identifier. */
export type SourceStatus = (typeof SOURCE_STATUSES)[number];

export const VALIDATION_STATUSES = [
  "validated",
  "validated_ambiguous",
  "renamed",
  "one_way",
  "no_reverse_path",
  "no_target",
] as const;

/** The result of mapping a target back to its source. */
export type ValidationStatus = (typeof VALIDATION_STATUSES)[number];

/** Maximum number of targets kept in one outcome; `targetCount` counts all of them. */
export const MAX_OUTCOME_TARGETS = 10_000;

/** Maximum number of losses kept in one outcome; `lossCount` counts all of them. */
export const MAX_OUTCOME_LOSSES = 100;

export interface OutcomeTarget {
  readonly mappingId: string;
  readonly targetId: string;
  /** 0 to 1. */
  readonly confidence: number;
  readonly hopCount: number;
  /** The path of the best branch. */
  readonly pathId: string;
  /** Null if the target was not validated. */
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
 * Why a branch ended:
 * - `not_found`, `withdrawn`: the resource did not know the identifier, or had withdrawn it
 * - `failed`, `timed_out`, `cancelled`: the resource gave no answer
 * - `filtered`: below the requested confidence
 * - `vetoed`: a mapping set says that this mapping does not hold
 * - `cut`: over a bound
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
  /** The identifier at which the branch ended. */
  readonly identifier: string;
  readonly reason: LossReason;
  /** One readable sentence if there is more to say, else null. */
  readonly detail: string | null;
}

/** The key that identifies an outcome. */
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
 * Outcomes with equal keys are merged independently of the order of arrival: `rawIds` are united (sorted by bytes); the
 * rest is taken from the outcome with the larger `recordedAt` or, if equal, from the one whose canonical JSON (RFC
 * 8785), without its `rawIds`, is larger by bytes.
 */
export interface IdentifierOutcome extends IdentifierOutcomeKey {
  /** The inputs as given, each once, sorted by bytes; those that cannot be identifiers are escaped and shortened. */
  readonly rawIds: readonly string[];
  readonly outcome: Outcome;
  /** The complete answer: confidence descending, then hops, then target id by bytes. At most 10,000. */
  readonly targets: readonly OutcomeTarget[];
  /** Number of all targets found, including those beyond the bound of `targets`. */
  readonly targetCount: number;
  /** Whether a `names` step named several entities, even if only one of them reached the target. */
  readonly isAmbiguous: boolean;
  /** The interpretation of the input that matched; null if there was no choice. */
  readonly matchedAs: string | null;
  readonly sourceStatus: SourceStatus;
  /** One for each branch that ended without a target. At most 100. */
  readonly losses: readonly OutcomeLoss[];
  readonly lossCount: number;
  /** Whether something that takes precedence had failed; then the answer is never served from the cache. */
  readonly isProvisional: boolean;
  /** Hash of everything that the answer rests on; null if it may never be served from the cache. */
  readonly answerFingerprint: string | null;
  readonly servedFrom: "live" | "cache";
  /** The session that found it live: this one or, for an answer from the cache, the one that recorded it. */
  readonly answeredBy: string;
  readonly recordedAt: Date;
}
