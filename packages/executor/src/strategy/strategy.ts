import type { JsonObject } from "@waymark/trace-core";

/** A declared pipeline of actions. */
export interface Strategy {
  readonly name: string;
  readonly description: string | null;
  /** Type of the identifiers that go in. */
  readonly sourceType: string;
  /** At least one. */
  readonly steps: readonly StrategyStep[];
}

export interface StrategyStep {
  /** Unique within the strategy. */
  readonly name: string;
  readonly action: string;
  /** Whether the strategy fails when it does; else it is passed over. */
  readonly isRequired: boolean;
  /** What the action is told. */
  readonly parameters: JsonObject;
}
