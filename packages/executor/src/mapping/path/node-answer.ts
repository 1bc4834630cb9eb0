import type { Failure, ProvenanceHop } from "@waymark/trace-core";

/** Why something could not be answered. */
export interface NodeFailure {
  readonly reason: "failed" | "timed_out";
  readonly failure: Failure;
}

/** The answer of one step for one identifier, after all ranks that were asked. */
export interface NodeAnswer {
  /** One for each distinct target of the first rank that knew the identifier; empty when none did. */
  readonly hops: readonly ProvenanceHop[];
  /** Whether the first rank that knew the identifier knew it to be withdrawn. */
  readonly isWithdrawn: boolean;
  /**
   * The first failure of a rank before the one that answered, or of any rank if none did. An answer after it is
   * provisional.
   */
  readonly failure: NodeFailure | null;
}
