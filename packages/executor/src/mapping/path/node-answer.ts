import type { Failure, ProvenanceHop } from "@waymark/trace-core";

/** Why something could not be answered. */
export interface NodeFailure {
  readonly reason: "failed" | "timed_out";
  readonly failure: Failure;
}

/** What one step says of one identifier, after all ranks that were asked. */
export interface NodeAnswer {
  /** One for each distinct target of the first rank that knew the identifier; empty when none did. */
  readonly hops: readonly ProvenanceHop[];
  /** The first rank that knew it, knew it to be withdrawn. */
  readonly isWithdrawn: boolean;
  /** A rank that came before the one that answered, or any when none did, could not say. What follows is provisional. */
  readonly failure: NodeFailure | null;
}
