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

/** The session's own fields. Times are ISO 8601 in UTC. */
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
  /** Number of inputs, including duplicates; null if they are streamed and the session has not ended. */
  readonly inputCount: number | null;
  /** Number of inputs with at least one target; null until the session ends. */
  readonly resultCount: number | null;
  readonly error: Failure | null;
  readonly tags: readonly string[];
}

export interface RunTiming {
  /**
   * From start to end, in ms; until the last heartbeat if the session has not ended or was abandoned, and null if it sent
   * none after its start.
   */
  readonly durationMs: number | null;
  /** Distinct identifiers answered per second; null if the duration is 0 or null. */
  readonly identifiersPerSecond: number | null;
}

export interface OutcomeCount extends Counted {
  readonly outcome: Outcome;
}

export interface SourceStatusCount extends Counted {
  readonly sourceStatus: SourceStatus;
}

/** `validationStatus` null: targets that were not mapped back. */
export interface ValidationCount extends Counted {
  readonly validationStatus: ValidationStatus | null;
}

export interface DirectionCount extends Counted {
  readonly direction: MappingDirection;
}

export interface HopCountCount extends Counted {
  readonly hopCount: number;
}

/** Confidences from `from` to below `to`; the last band includes 1. */
export interface ConfidenceBand {
  readonly from: number;
  readonly to: number;
  /** Number of targets, and share of all targets. */
  readonly targets: Counted;
  /**
   * Number of identifiers by the highest confidence of their targets, and share of all identifiers that have targets.
   */
  readonly identifiers: Counted;
}

/**
 * Number of mappings by cardinality within this session, as SSSOM's `mapping_cardinality` defines it: a mapping is 1:n
 * if its source has several targets and its target only this source, n:1 in the opposite case, and n:m (in SSSOM n:n)
 * if both have several.
 */
export interface CardinalityCounts {
  readonly oneToOne: Counted;
  readonly oneToMany: Counted;
  readonly manyToOne: Counted;
  readonly manyToMany: Counted;
  /** Distinct target identifiers. */
  readonly distinctTargets: number;
  /**
   * Share of the distinct targets in the sample, which is chosen by hash; 1 if all counts are exact. Otherwise the
   * counts are extrapolated from the sample.
   */
  readonly sampledShare: number;
}

/** One step of a path: how many distinct identifiers reached it, and how many passed it with at least one branch. */
export interface FunnelStep {
  /** Counted from 0. */
  readonly step: number;
  /** Null if no path execution records it any more. */
  readonly resource: string | null;
  readonly map: string | null;
  readonly direction: StepDirection | null;
  readonly inputType: string | null;
  readonly outputType: string | null;
  readonly in: number;
  readonly out: number;
}

/** What one path contributed, and how far identifiers got along it. */
export interface PathUse {
  readonly pathId: string;
  /** `secondary`: from a secondary type of the inputs; `validation`: from targets back. */
  readonly role: "main" | "secondary" | "validation";
  readonly sourceType: string | null;
  readonly targetType: string | null;
  readonly fingerprint: string | null;
  /** Identifiers whose best target was reached along this path, and their share of all identifiers. */
  readonly identifiers: Counted;
  /** Targets whose best branch used this path, and their share of all targets. */
  readonly targets: Counted;
  /**
   * Step by step, including answers from the cache, up to the last step that any identifier reached. Empty for
   * validation.
   */
  readonly funnel: readonly FunnelStep[];
  /** Identifiers that an override took directly to their target; the funnel does not include them. */
  readonly decided: number;
  /** Batches sent in this session; 0 if all answers came from the cache. */
  readonly executions: number;
  /** Executions that failed or timed out. */
  readonly failures: number;
  /** In ms; null if there was no execution. */
  readonly p50DurationMs: number | null;
  readonly p95DurationMs: number | null;
}

/** A resource, and its performance as a step of this session's path executions. */
export interface ResourceUse {
  readonly resource: string;
  /** Several only if the data changed while the session ran. */
  readonly versions: readonly ResourceVersion[];
  readonly title: string | null;
  readonly homepage: string | null;
  readonly license: string | null;
  readonly citation: string | null;
  /** Batches that reached one of its steps. */
  readonly uses: number;
  /** For each use, the attempts of its most repeated request, added up; more than `uses` if requests were repeated. */
  readonly attempts: number;
  /** Uses that ended with an error, and their share of all uses. */
  readonly failures: Counted;
  /** Distinct identifiers that each use was given, added up over uses. */
  readonly inputCount: number;
  /** Distinct identifiers that each use returned, added up over uses. */
  readonly outputCount: number;
  readonly totalDurationMs: number;
  /** In ms; null if there was no use. */
  readonly p50DurationMs: number | null;
  readonly p95DurationMs: number | null;
}

/** Where branches ended without a target. */
export interface LossPlace {
  readonly pathId: string;
  /** Counted from 0. */
  readonly step: number;
  readonly resource: string;
  /** Type of the identifiers at which the branches ended. */
  readonly type: string;
  readonly reason: LossReason;
  /** Number of branches; for each identifier, only the first 100 count. */
  readonly branches: number;
  /** Number of identifiers with at least one such branch. */
  readonly identifiers: number;
}

/** An identifier without a target, and why. */
export interface UnmappedIdentifier {
  readonly sourceId: string;
  /** The inputs as they came in. */
  readonly rawIds: readonly string[];
  readonly outcome: Outcome;
  /** One readable sentence. */
  readonly reason: string;
}

/** Errors with the same code, path and resource. */
export interface ErrorCount {
  readonly code: string;
  /** Null for an error of the session as a whole. */
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
  /** The sessions that found the answers live, most answers first. */
  readonly sessions: Excerpt<{ readonly sessionId: string; readonly answers: number }>;
}
