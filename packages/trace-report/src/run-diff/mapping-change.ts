import type { Outcome, ProvenanceHop, SourceStatus, ValidationStatus } from "@waymark/trace-core";

import type { ChangeCause } from "./change-cause.js";

/**
 * - `gained`: only run b has the target
 * - `lost`: only run a has it
 * - `changed`: both have it, but found in a different way, or with a different confidence or validation
 * - `outcome`: neither has a target, and the answers differ
 */
export const CHANGE_KINDS = ["gained", "lost", "changed", "outcome"] as const;

export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** A target as found by one run. */
export interface ChangedTarget {
  readonly confidence: number;
  readonly hopCount: number;
  readonly pathId: string;
  readonly validationStatus: ValidationStatus | null;
  /** Hop by hop; null if its provenance is no longer in the trace. */
  readonly hops: readonly ProvenanceHop[] | null;
}

/** One run's answer for an identifier. */
export interface ChangedAnswer {
  readonly outcome: Outcome;
  readonly sourceStatus: SourceStatus;
  /** The session that found the answer live. */
  readonly answeredBy: string;
  /** Null if this run does not have the target. */
  readonly target: ChangedTarget | null;
}

/** One difference between two runs. */
export interface MappingChange {
  readonly kind: ChangeKind;
  readonly sourceType: string;
  readonly sourceId: string;
  /** The inputs as they came in to either run, without duplicates, sorted by bytes. */
  readonly rawIds: readonly string[];
  readonly targetType: string;
  /** Null for the kind `outcome`. */
  readonly targetId: string | null;
  /** Null if the run has no answer for the identifier. */
  readonly a: ChangedAnswer | null;
  readonly b: ChangedAnswer | null;
  /** At least one. */
  readonly causes: readonly ChangeCause[];
}
