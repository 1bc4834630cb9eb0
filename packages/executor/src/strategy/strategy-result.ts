import type { MappingSession } from "@waymark/trace-core";

import type { StepReport } from "./action-executor.js";
import type { DroppedItem, StrategyItem } from "./strategy-item.js";

export interface StrategyResult {
  /** As it ended: `partial` when an optional step failed. */
  readonly session: MappingSession;
  readonly items: readonly StrategyItem[];
  readonly dropped: readonly DroppedItem[];
  readonly steps: readonly StepReport[];
}
