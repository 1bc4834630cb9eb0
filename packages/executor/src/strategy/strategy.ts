import type { JsonObject } from "@waymark/trace-core";

/** A declared pipeline of actions. */
export interface Strategy {
  readonly name: string;
  readonly description: string | null;
  /** Type of the identifiers that go in. */
  readonly sourceType: string;
  /** Type of the results, for the session. Default: that of the last conversion, or the source type. */
  readonly targetType?: string | null;
  /** Names of the data sets that the identifiers come from and go to; kept with the session. Default null. */
  readonly sourceEndpoint?: string | null;
  readonly targetEndpoint?: string | null;
  /** At least one. */
  readonly steps: readonly StrategyStep[];
}

export interface StrategyStep {
  /** Unique within the strategy. */
  readonly name: string;
  readonly action: string;
  /** Whether the strategy fails if the step does; otherwise, the items go on unchanged. */
  readonly isRequired: boolean;
  /** The parameters of the action. */
  readonly parameters: JsonObject;
}
