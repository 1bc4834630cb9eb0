import type { MappingSession } from "@waymark/trace-core";

import type { StepReport } from "./action-executor.js";
import type { DroppedItem, StrategyItem } from "./strategy-item.js";

export interface StrategyResult {
  /**
   * The session as it ended: `partial` if an optional step failed, or a step could not be done for all of its items.
   */
  readonly session: MappingSession;
  readonly items: readonly StrategyItem[];
  readonly dropped: readonly DroppedItem[];
  readonly steps: readonly StepReport[];
}
