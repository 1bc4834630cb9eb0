import type { IdentifierOutcome, MappingSession, ProvenanceHop, ValidationStatus } from "@waymark/trace-core";

import type { HopCoverage } from "./hop-coverage.js";
import type { MappingSummary } from "./mapping-summary.js";

/** One target of one input. Its trace: `getMappings([mappingId])`, `listProvenance({ mappingId })`. */
export interface MappedTarget {
  readonly id: string;
  readonly mappingId: string;
  readonly confidence: number;
  readonly hopCount: number;
  /** The path of the best branch. */
  readonly pathId: string;
  /** By way of a secondary type of the input: its first hop leads there. */
  readonly isDerived: boolean;
  /** The best branch: highest confidence, then fewest hops. */
  readonly hops: readonly ProvenanceHop[];
  readonly validationStatus: ValidationStatus | null;
  /**
   * What the mapping sets along the way say of input and target together, such as `skos:exactMatch`, by the chaining rules of
   * SSSOM; null when none of them does, or they say nothing together.
   */
  readonly predicate: string | null;
}

/** The answer for one input. Inputs that are the same identifier share one outcome. */
export interface MappingResult {
  /** As it came in. */
  readonly raw: string;
  /** Normalised; null for an input that is none. */
  readonly identifier: string | null;
  /** Why the input is not an identifier; null when it is one. */
  readonly invalidReason: string | null;
  /** As it stands in the trace under (`sessionId`, `sourceType`, `sourceId`, `targetType`). */
  readonly outcome: IdentifierOutcome;
  /** In the order of the outcome's targets. */
  readonly targets: readonly MappedTarget[];
  /**
   * The one to take where one is wanted: validated before not, what a resource marks as preferred before others, then by
   * confidence, hops and id; null without targets.
   */
  readonly canonical: MappedTarget | null;
  /**
   * A label on the way was given to its entity only after `asOf`: it may have meant another one then. Without targets, the
   * label that came in.
   */
  readonly isGivenLater: boolean;
  /** The canonical target's, or `no_target`; null when validation was not asked for. */
  readonly validationStatus: ValidationStatus | null;
  readonly servedFrom: "live" | "cache";
  readonly sessionId: string;
  /** The session whose path executions and provenance led to the answer. */
  readonly answeredBy: string;
}

/** What is known when a run has ended. */
export interface MappingReport {
  /** As it ended. */
  readonly session: MappingSession;
  readonly summary: MappingSummary;
  /** By path in the order in which they are tried, then by step. */
  readonly hops: readonly HopCoverage[];
}

export interface MappingRunResult extends MappingReport {
  /** In input order, one for each input. */
  readonly results: readonly MappingResult[];
  /** Inputs that came together: by target id, the distinct identifiers that lead to it, where they are several. */
  readonly sharedTargets: ReadonlyMap<string, readonly string[]>;
}
