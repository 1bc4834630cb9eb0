import { MAX_OUTCOME_LOSSES, type OutcomeLoss, type SourceStatus } from "@waymark/trace-core";

import type { Branch } from "./branch.js";

/** What one route found for one input. */
export class Walk {
  /** Branches that reached the target type, in a stable order. */
  readonly reached: Branch[] = [];
  /** Branches that ended before the target type, step by step. At most 100; `lossCount` counts them all. */
  readonly losses: OutcomeLoss[] = [];
  lossCount = 0;
  /** Number of steps that at least one branch entered, and number of those that at least one got through. */
  entered = 0;
  left = 0;
  /** Number of stages of the route that were consulted, see `Route.stages`. */
  stages = 0;
  /** Whether a branch could not be followed, because of a failure or because there were too many. */
  hasFailed = false;
  /** Whether a branch ended at a withdrawn identifier without a successor. */
  isWithdrawn = false;
  /** Whether the history says that the input itself is withdrawn, before any look-up. */
  isInputWithdrawn = false;
  isAmbiguous = false;
  /** The interpretation of the input by the first step, even if it led nowhere. */
  matchedAs: string | null = null;
  sourceStatus: SourceStatus = "unknown";

  lose(loss: OutcomeLoss): void {
    this.lossCount++;
    if (this.losses.length < MAX_OUTCOME_LOSSES) this.losses.push(loss);
    if (loss.reason === "failed" || loss.reason === "timed_out" || loss.reason === "cut")
      this.hasFailed = true;
    if (loss.reason === "withdrawn") this.isWithdrawn = true;
  }
}
