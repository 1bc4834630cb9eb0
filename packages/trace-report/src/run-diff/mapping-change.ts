import type { Outcome, ProvenanceHop, SourceStatus, ValidationStatus } from "@waymark/trace-core";

import type { ChangeCause } from "./change-cause.js";

/**
 * - `gained`: only run b has the target
 * - `lost`: only run a has it
 * - `changed`: both have it, by another way, or with another confidence or validation
 * - `outcome`: neither has a target, and the outcome is another one
 */
export const CHANGE_KINDS = ["gained", "lost", "changed", "outcome"] as const;

export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** What one run says of a target. */
export interface ChangedTarget {
  readonly confidence: number;
  readonly hopCount: number;
  readonly pathId: string;
  readonly validationStatus: ValidationStatus | null;
  /** Hop by hop; null when its provenance is not in the trace any more. */
  readonly hops: readonly ProvenanceHop[] | null;
}

/** What one run says of an identifier. */
export interface ChangedAnswer {
  readonly outcome: Outcome;
  readonly sourceStatus: SourceStatus;
  /** The session that found it live. */
  readonly answeredBy: string;
  /** Null where this run does not have the target. */
  readonly target: ChangedTarget | null;
}

/** One difference between two runs. */
export interface MappingChange {
  readonly kind: ChangeKind;
  readonly sourceType: string;
  readonly sourceId: string;
  /** The inputs as they came in to either run, each once, sorted by bytes. */
  readonly rawIds: readonly string[];
  readonly targetType: string;
  /** Null for another outcome without targets. */
  readonly targetId: string | null;
  /** Null where the run was not given the identifier. */
  readonly a: ChangedAnswer | null;
  readonly b: ChangedAnswer | null;
  /** At least one. */
  readonly causes: readonly ChangeCause[];
}
