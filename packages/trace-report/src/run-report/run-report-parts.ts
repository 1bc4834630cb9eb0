import type {
  Failure,
  JsonObject,
  LossReason,
  MappingDirection,
  MappingSessionStatus,
  Outcome,
  SourceStatus,
  StepDirection,
  ValidationStatus,
} from "@waymark/trace-core";

import type { Excerpt } from "../shared/excerpt.js";
import type { Counted } from "../shared/counted.js";
import type { ResourceVersion } from "../shared/resource-versions.js";

/** What the session says of itself. Times are ISO 8601, UTC. */
export interface SessionFacts {
  readonly id: string;
  readonly sourceType: string;
  readonly targetType: string;
  readonly sourceEndpoint: string | null;
  readonly targetEndpoint: string | null;
  readonly status: MappingSessionStatus;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly heartbeatAt: string;
  readonly parameters: JsonObject;
  readonly catalogFingerprint: string | null;
  readonly executorVersion: string | null;
  /** Inputs, equal ones included; null when they were streamed and the session has not ended. */
  readonly inputCount: number | null;
  /** Inputs with at least one target; null until the end. */
  readonly resultCount: number | null;
  readonly error: Failure | null;
  readonly tags: readonly string[];
}

export interface RunTiming {
  /** From start to end; to the last sign of life where there is no end. In ms. */
  readonly durationMs: number;
  /** Distinct identifiers that were answered, by the second; null when no time has passed. */
  readonly identifiersPerSecond: number | null;
}

export interface OutcomeCount extends Counted {
  readonly outcome: Outcome;
}

export interface SourceStatusCount extends Counted {
  readonly sourceStatus: SourceStatus;
}

/** Null counts targets that were not mapped back. */
export interface ValidationCount extends Counted {
  readonly validationStatus: ValidationStatus | null;
}

export interface DirectionCount extends Counted {
  readonly direction: MappingDirection;
}

export interface HopCountCount extends Counted {
  readonly hopCount: number;
}

/** Confidences of at least `from` and below `to`; the last band includes 1. */
export interface ConfidenceBand {
  readonly from: number;
  readonly to: number;
  /** Targets, and their share of all. */
  readonly targets: Counted;
  /** Identifiers by the most confident of their targets, and their share of all that have one. */
  readonly identifiers: Counted;
}

/**
 * Mappings by how many others their two ends have in this session, as `mapping_cardinality` of SSSOM counts them: one mapping
 * is 1:n when its source has several targets and its target only this source, n:1 the other way round, and n:m, which SSSOM
 * writes n:n, when both have several.
 */
export interface CardinalityCounts {
  readonly oneToOne: Counted;
  readonly oneToMany: Counted;
  readonly manyToOne: Counted;
  readonly manyToMany: Counted;
  /** Distinct target identifiers. */
  readonly distinctTargets: number;
  /**
   * Share of the distinct targets that was looked at, chosen by hash; 1 means that all counts are exact, else they are scaled
   * up from these.
   */
  readonly sampledShare: number;
}

/** One step of a path, and how many distinct identifiers came to it and got through it with at least one branch. */
export interface FunnelStep {
  /** Counted from 0. */
  readonly step: number;
  /** Null where no path execution says so any more. */
  readonly resource: string | null;
  readonly map: string | null;
  readonly direction: StepDirection | null;
  readonly inputType: string | null;
  readonly outputType: string | null;
  readonly in: number;
  readonly out: number;
}

/** What one path was used for, and how far identifiers came along it. */
export interface PathUse {
  readonly pathId: string;
  /** `secondary`: from another type than the inputs'; `validation`: from targets back. */
  readonly role: "main" | "secondary" | "validation";
  readonly sourceType: string | null;
  readonly targetType: string | null;
  readonly fingerprint: string | null;
  /** Identifiers whose best target came along this path, and their share of all identifiers. */
  readonly identifiers: Counted;
  /** Targets whose best branch came along this path, and their share of all targets. */
  readonly targets: Counted;
  /**
   * Step by step; answers from the cache count as well. It ends with the last step that anybody came to. Empty for
   * validation.
   */
  readonly funnel: readonly FunnelStep[];
  /** Identifiers that a curated decision took straight to their target, past the funnel. */
  readonly decided: number;
  /** Batches that were sent in this session; none when all answers came from the cache. */
  readonly executions: number;
  /** Of these, such that failed or timed out. */
  readonly failures: number;
  /** In ms; null without an execution. */
  readonly p50DurationMs: number | null;
  readonly p95DurationMs: number | null;
}

/** A resource, and how it did as a step of this session's path executions. */
export interface ResourceUse {
  readonly resource: string;
  /** Several only where data changed while the session ran. */
  readonly versions: readonly ResourceVersion[];
  readonly title: string | null;
  readonly homepage: string | null;
  readonly license: string | null;
  readonly citation: string | null;
  /** Batches that came to one of its steps. */
  readonly uses: number;
  /** Calls of a batch's most tried request, added up; above the number of uses where requests were sent again. */
  readonly attempts: number;
  /** Uses that ended with an error, and their share of all uses. */
  readonly failures: Counted;
  /** Distinct identifiers of a batch that went in, added up over batches; and that came out. */
  readonly inputCount: number;
  readonly outputCount: number;
  readonly totalDurationMs: number;
  /** In ms; null without a use. */
  readonly p50DurationMs: number | null;
  readonly p95DurationMs: number | null;
}

/** Where branches ended without a target. */
export interface LossPlace {
  readonly pathId: string;
  /** Counted from 0. */
  readonly step: number;
  readonly resource: string;
  /** Type of the identifiers that got no further. */
  readonly type: string;
  readonly reason: LossReason;
  /** Branches; of one identifier, those beyond 100 are not counted. */
  readonly branches: number;
  /** Identifiers with at least one such branch. */
  readonly identifiers: number;
}

/** An identifier without a target, and why. */
export interface UnmappedIdentifier {
  readonly sourceId: string;
  /** As it came in. */
  readonly rawIds: readonly string[];
  readonly outcome: Outcome;
  /** One readable sentence. */
  readonly reason: string;
}

/** Errors of one kind at one place. */
export interface ErrorCount {
  readonly code: string;
  /** Null for an error that concerns the session as a whole. */
  readonly pathId: string | null;
  readonly resource: string | null;
  readonly count: number;
  /** The message of one of them. */
  readonly example: string;
}

export interface MetricFact {
  readonly type: string;
  readonly name: string;
  readonly value: number | string;
  readonly unit: string | null;
}

/** Answers that were served from earlier sessions. */
export interface CacheUse {
  readonly served: Counted;
  /** The sessions that had found them live, most first. */
  readonly sessions: Excerpt<{ readonly sessionId: string; readonly answers: number }>;
}
