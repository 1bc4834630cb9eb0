import type { IdentifierOutcome, MappingSession, ProvenanceHop, ValidationStatus } from "@waymark/trace-core";

import type { HopCoverage } from "./hop-coverage.js";
import type { MappingSummary } from "./mapping-summary.js";

/** One target of one input. For its trace, see `getMappings([mappingId])` and `listProvenance({ mappingId })`. */
export interface MappedTarget {
  readonly id: string;
  readonly mappingId: string;
  readonly confidence: number;
  readonly hopCount: number;
  /** The path of the best branch. */
  readonly pathId: string;
  /** Whether it was reached from a secondary identifier of the input; its first hop leads to that identifier. */
  readonly isDerived: boolean;
  /** The best branch: highest confidence, then fewest hops. */
  readonly hops: readonly ProvenanceHop[];
  readonly validationStatus: ValidationStatus | null;
  /**
   * The predicate between input and target, such as `skos:exactMatch`: those of the mapping sets on the path, combined
   * by the chaining rules of SSSOM. Null if there are none, or if they cannot be combined.
   */
  readonly predicate: string | null;
}

/** The answer for one input. Inputs with the same identifier share one outcome. */
export interface MappingResult {
  /** The input as given. */
  readonly raw: string;
  /** Normalised; null if the input is not an identifier. */
  readonly identifier: string | null;
  /** Why the input is not an identifier; null if it is one. */
  readonly invalidReason: string | null;
  /** The record in the trace, under (`sessionId`, `sourceType`, `sourceId`, `targetType`). */
  readonly outcome: IdentifierOutcome;
  /** In the order of the outcome's targets. */
  readonly targets: readonly MappedTarget[];
  /**
   * The target to use if exactly one is needed: by validation status, then those a resource marks as preferred, then by
   * confidence, hops and id. Null without targets.
   */
  readonly canonical: MappedTarget | null;
  /**
   * Whether a label on the way to a target was given to its entity only after `asOf`, so that it may have meant another
   * entity then. Without targets: whether the input itself is such a label.
   */
  readonly isGivenLater: boolean;
  /** That of the canonical target, or `no_target`; null if validation was not requested, or failed. */
  readonly validationStatus: ValidationStatus | null;
  readonly servedFrom: "live" | "cache";
  readonly sessionId: string;
  /** The session whose path executions and provenance led to the answer. */
  readonly answeredBy: string;
}

/** The report of a run that has ended. */
export interface MappingReport {
  /** The session as it ended. */
  readonly session: MappingSession;
  readonly summary: MappingSummary;
  /** By path, in the order in which they are tried, then by step. */
  readonly hops: readonly HopCoverage[];
}

export interface MappingRunResult extends MappingReport {
  /** In input order, one for each input. */
  readonly results: readonly MappingResult[];
  /** Targets that several inputs lead to: by target id, the distinct identifiers. */
  readonly sharedTargets: ReadonlyMap<string, readonly string[]>;
}
