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

/** All that a trace says of one identifier. Plain JSON; times are ISO 8601 in UTC. */
export interface Explanation {
  /** As it was asked for. */
  readonly asked: string;
  /** As the trace knows it: `asked`, or what `asked` was normalised to when it came in. */
  readonly identifier: string;
  /** Only as this type; null for any. */
  readonly type: string | null;
  /** Only with this type at the other end; null for any. */
  readonly targetType: string | null;
  /** Only what this session says; null for all sessions. */
  readonly sessionId: string | null;
  /** Whether the trace holds an answer, a mapping or a row that fits. */
  readonly isKnown: boolean;
  /**
   * Other spellings that the trace knows, where it does not know this one; where it does, further rows in which the same was
   * written, with secondary identifiers beside it.
   */
  readonly suggestions: readonly string[];
  /** What was answered when somebody asked for it: type pair by type pair, of each the newest session first. */
  readonly answers: Excerpt<ExplainedAnswer>;
  /**
   * Rows for which it was tried since it stood beside their own identifier, of the newest session first. Looked for only where
   * nobody asked for it by itself.
   */
  readonly secondaryUses: SecondaryUses;
  /** What it was mapped to, by types and then by the other identifier. */
  readonly mappingsFrom: Excerpt<ExplainedMapping>;
  /** What was mapped to it, in the same order. */
  readonly mappingsTo: Excerpt<ExplainedMapping>;
  /** The sessions that the others name, newest first. */
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
  /** When its identifiers were written down, where the run was told. */
  readonly asOf: string | null;
  readonly tags: readonly string[];
}

/** One identifier's answer in one session. */
export interface ExplainedAnswer {
  readonly sessionId: string;
  readonly sourceType: string;
  readonly sourceId: string;
  readonly targetType: string;
  /** As it came in. */
  readonly rawIds: readonly string[];
  readonly outcome: Outcome;
  /** The interpretation that hit. */
  readonly matchedAs: string | null;
  readonly sourceStatus: SourceStatus;
  readonly isProvisional: boolean;
  readonly servedFrom: "live" | "cache";
  /** The session that found it live. */
  readonly answeredBy: string;
  readonly recordedAt: string;
  /** Best first. */
  readonly targets: Excerpt<ExplainedTarget>;
  /** The paths that were tried and are known to have been, in order of trying. */
  readonly paths: readonly TriedPath[];
  /** Branches that ended without a target, over all paths; those kept are in `paths`. */
  readonly lossCount: number;
  /** Null when no step named several entities. */
  readonly ambiguity: Ambiguity | null;
  /** What the entities that it names are called by now; of the newest answer of a pair of types only. */
  readonly currentLabels: readonly CurrentLabel[];
}

export interface SecondaryUses extends Excerpt<SecondaryUse> {
  /** Sessions with secondary identifiers that were searched. */
  readonly sessionsSearched: number;
}

/** A row of a run for which the identifier was tried as a secondary one. */
export interface SecondaryUse {
  readonly sessionId: string;
  /** Of the identifier. */
  readonly type: string;
  readonly identifier: string;
  readonly sourceType: string;
  /** The row's own identifier, as the trace knows it. */
  readonly sourceId: string;
  /** As the row's own came in. */
  readonly rawIds: readonly string[];
  readonly targetType: string;
  /** Of the row, by whichever of its identifiers. */
  readonly outcome: Outcome;
  readonly recordedAt: string;
  /** Those to which this one led, also where they were too weak for the row's answer. */
  readonly targetIds: readonly string[];
  /** Where it was not known itself. */
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
  /** Targets of the answer whose best branch came this way. */
  readonly targetCount: number;
  readonly losses: readonly ExplainedLoss[];
}

/** Where a branch ended, and why. */
export interface ExplainedLoss {
  readonly pathId: string;
  /** Counted from 0. */
  readonly step: number;
  readonly resource: string;
  /** Of the resource in the session that found it out; null when it has none or the trace does not say. */
  readonly release: string | null;
  readonly type: string;
  readonly identifier: string;
  readonly reason: LossReason;
  readonly detail: string | null;
}

/** A label that named several entities. */
export interface Ambiguity {
  /** Those that the trace knows of: of the branches that reached a target, and of those that ended right there. */
  readonly entities: readonly NamedEntity[];
  /** Branches that ended later, so that the trace does not say which entity they came from. */
  readonly lost: readonly ExplainedLoss[];
}

export interface NamedEntity {
  readonly type: string;
  readonly identifier: string;
  /** The label that named it: the identifier itself, unless that was followed to it. */
  readonly label: string;
  readonly matchedAs: string | null;
  /** The targets that it led to; none when it led nowhere. */
  readonly targetIds: readonly string[];
}

/** The best label of an entity that the trace knows, where the identifier is a lesser one of the same entity. */
export interface CurrentLabel {
  readonly label: string;
  readonly type: string;
  readonly matchedAs: string | null;
  /** The entity that both name. */
  readonly entityType: string;
  readonly entityId: string;
  readonly resource: string;
  readonly release: string | null;
}

/** One mapping, with how it was observed. */
export interface ExplainedMapping {
  readonly mappingId: string;
  readonly sourceType: string;
  readonly sourceId: string;
  /** Of a source that is no identifier, how it came in; else empty. */
  readonly rawIds: readonly string[];
  readonly targetType: string;
  readonly targetId: string;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  /** As of the latest observation. */
  readonly confidence: number;
  /**
   * Whether the newest answer for its source has it: it may be retracted by now, or too weak for what was asked. Null when
   * nobody asked, or for mappings to the identifier.
   */
  readonly isInLatestAnswer: boolean | null;
  /** Newest first. Each was observed live. */
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
  /** Found by way of a secondary type of the input. */
  readonly isDerived: boolean;
  readonly confidence: number;
  /** The confidences of its hops, multiplied; another rule made `confidence` where they differ. */
  readonly confidenceProduct: number;
  readonly hops: readonly ExplainedHop[];
  /** What mapping it back gave in that session; null when that was not done or is not known. */
  readonly validationStatus: ValidationStatus | null;
  /** Sessions that were served it from the cache, newest first; null for mappings to the identifier. */
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
