import type {
  LossReason,
  MappingDirection,
  MappingSessionStatus,
  Outcome,
  Relation,
  SourceStatus,
  StepDirection,
  ValidationStatus,
} from "@waymark/trace-core";

import type { Excerpt } from "../shared/excerpt.js";

/** Everything that a trace records about one identifier. Plain JSON; times are ISO 8601 in UTC. */
export interface Explanation {
  /** As requested. */
  readonly asked: string;
  /** As the trace knows it: `asked`, or what `asked` was normalised to as an input. */
  readonly identifier: string;
  /** Only this type of the identifier; null for any. */
  readonly type: string | null;
  /** Only with this type at the other end; null for any. */
  readonly targetType: string | null;
  /** Only answers of this session, and the observations that they rest on; null for all sessions. */
  readonly sessionId: string | null;
  /** Whether the trace has a matching answer, mapping or row. */
  readonly isKnown: boolean;
  /**
   * If the trace does not know the identifier: other spellings that it knows. Otherwise: further rows with the same
   * text that have secondary identifiers.
   */
  readonly suggestions: readonly string[];
  /** Answers it got as an input, grouped by pair of types; newest session first within each pair. */
  readonly answers: Excerpt<ExplainedAnswer>;
  /**
   * Rows for which it was tried as a secondary identifier, newest session first. Only searched if it was never an input
   * itself.
   */
  readonly secondaryUses: SecondaryUses;
  /** What it was mapped to, by types and then by the other identifier. */
  readonly mappingsFrom: Excerpt<ExplainedMapping>;
  /** What was mapped to it, in the same order. */
  readonly mappingsTo: Excerpt<ExplainedMapping>;
  /** The sessions that the other fields name, newest first. */
  readonly sessions: Excerpt<ExplainedSession>;
}

export interface ExplainedSession {
  readonly id: string;
  readonly sourceType: string;
  readonly targetType: string;
  readonly sourceEndpoint: string | null;
  readonly targetEndpoint: string | null;
  readonly status: MappingSessionStatus;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly executorVersion: string | null;
  /** The date of the input list, if the run was given one. */
  readonly asOf: string | null;
  readonly tags: readonly string[];
}

/** One identifier's answer in one session. */
export interface ExplainedAnswer {
  readonly sessionId: string;
  readonly sourceType: string;
  readonly sourceId: string;
  readonly targetType: string;
  /** The inputs as they came in. */
  readonly rawIds: readonly string[];
  readonly outcome: Outcome;
  /** The interpretation that matched. */
  readonly matchedAs: string | null;
  readonly sourceStatus: SourceStatus;
  readonly isProvisional: boolean;
  readonly servedFrom: "live" | "cache";
  /** The session that found the answer live. */
  readonly answeredBy: string;
  readonly recordedAt: string;
  /** Best first. */
  readonly targets: Excerpt<ExplainedTarget>;
  /** The paths that are known to have been tried, in the order in which they were tried. */
  readonly paths: readonly TriedPath[];
  /** Number of branches that ended without a target, over all paths; those that the trace has kept are in `paths`. */
  readonly lossCount: number;
  /** Null if no step named several entities. */
  readonly ambiguity: Ambiguity | null;
  /** Better labels of the entities that the identifier names; only for the newest answer of a pair of types. */
  readonly currentLabels: readonly CurrentLabel[];
}

export interface SecondaryUses extends Excerpt<SecondaryUse> {
  /** Number of sessions with secondary identifiers that were searched. */
  readonly sessionsSearched: number;
}

/** A row for which the identifier was tried as a secondary identifier. */
export interface SecondaryUse {
  readonly sessionId: string;
  /** Type of the identifier. */
  readonly type: string;
  readonly identifier: string;
  readonly sourceType: string;
  /** The row's own identifier, as the trace knows it. */
  readonly sourceId: string;
  /** The row's own identifier as it came in. */
  readonly rawIds: readonly string[];
  readonly targetType: string;
  /** Outcome of the row, whichever of its identifiers led to it. */
  readonly outcome: Outcome;
  readonly recordedAt: string;
  /** Targets that this identifier led to, even if their confidence was too low for the row's answer. */
  readonly targetIds: readonly string[];
  /** Where the search ended if this identifier itself was not found. */
  readonly losses: readonly ExplainedLoss[];
}

export interface ExplainedTarget {
  readonly mappingId: string;
  readonly targetId: string;
  readonly confidence: number;
  readonly hopCount: number;
  readonly pathId: string;
  readonly validationStatus: ValidationStatus | null;
}

export interface TriedPath {
  readonly pathId: string;
  /** Number of targets of the answer whose best branch used this path. */
  readonly targetCount: number;
  readonly losses: readonly ExplainedLoss[];
}

/** Where a branch ended, and why. */
export interface ExplainedLoss {
  readonly pathId: string;
  /** Counted from 0. */
  readonly step: number;
  readonly resource: string;
  /**
   * Release of the resource in the session that found the answer; null if it has none or the trace does not record it.
   */
  readonly release: string | null;
  readonly type: string;
  readonly identifier: string;
  readonly reason: LossReason;
  readonly detail: string | null;
}

/** A label that named several entities. */
export interface Ambiguity {
  /** Entities that the trace records: those of branches that reached a target or that ended at the entity itself. */
  readonly entities: readonly NamedEntity[];
  /** Branches that ended later, so that the trace does not record from which entity they came. */
  readonly lost: readonly ExplainedLoss[];
}

export interface NamedEntity {
  readonly type: string;
  readonly identifier: string;
  /** The label that named the entity: the identifier itself, unless that led to another label first. */
  readonly label: string;
  readonly matchedAs: string | null;
  /** The targets that the entity led to; empty if it led to none. */
  readonly targetIds: readonly string[];
}

/** The best label of an entity in the trace, if the identifier is a lesser label of the same entity. */
export interface CurrentLabel {
  readonly label: string;
  readonly type: string;
  readonly matchedAs: string | null;
  /** The entity that both labels name. */
  readonly entityType: string;
  readonly entityId: string;
  readonly resource: string;
  readonly release: string | null;
}

/** One mapping and its observations. */
export interface ExplainedMapping {
  readonly mappingId: string;
  readonly sourceType: string;
  readonly sourceId: string;
  /** The inputs as they came in, if the source is not a valid identifier; otherwise empty. */
  readonly rawIds: readonly string[];
  readonly targetType: string;
  readonly targetId: string;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  /** Confidence of the latest observation. */
  readonly confidence: number;
  /**
   * Whether the newest answer for its source contains it; if not, it may be retracted, or its confidence too low for
   * the request. Null for mappings to the identifier, and if there is no answer.
   */
  readonly isInLatestAnswer: boolean | null;
  /** Newest first. All were observed live. */
  readonly provenance: Excerpt<ExplainedProvenance>;
}

/** One live observation of a mapping. */
export interface ExplainedProvenance {
  readonly id: string;
  readonly sessionId: string;
  readonly pathExecutionId: string;
  readonly pathId: string;
  readonly recordedAt: string;
  readonly executorVersion: string | null;
  readonly direction: MappingDirection;
  /** Whether it was found through a secondary identifier of the input. */
  readonly isDerived: boolean;
  readonly confidence: number;
  /** Product of the hops' confidences; if `confidence` differs, the run used another rule. */
  readonly confidenceProduct: number;
  readonly hops: readonly ExplainedHop[];
  /** Result of mapping the target back in that session; null if that was not done or is not known. */
  readonly validationStatus: ValidationStatus | null;
  /** Sessions to which it was served from the cache, newest first; null for mappings to the identifier. */
  readonly servedTo: Excerpt<string> | null;
}

export interface ExplainedHop {
  readonly fromType: string;
  readonly fromIdentifier: string;
  readonly type: string;
  readonly identifier: string;
  readonly resource: string;
  readonly map: string | null;
  readonly release: string | null;
  readonly direction: StepDirection;
  readonly relation: Relation;
  readonly matchedAs: string | null;
  readonly confidence: number;
}
