import { MAX_OUTCOME_LOSSES, type OutcomeLoss, type SourceStatus } from "@waymark/trace-core";

import type { Branch } from "./branch.js";

/** What one route said of one input. */
export class Walk {
  /** Branches that came to the target type, in a stable order. */
  readonly reached: Branch[] = [];
  /** Branches that ended before, step by step. At most 100; `lossCount` counts them all. */
  readonly losses: OutcomeLoss[] = [];
  lossCount = 0;
  /** Steps that at least one branch came to, and that at least one got through. */
  entered = 0;
  left = 0;
  /** Stages of the route that were consulted, see `Route.stages`. */
  stages = 0;
  /** A branch could not be followed: a failure, or more branches than are kept. */
  hasFailed = false;
  /** A branch ended at a withdrawn identifier without a successor. */
  isWithdrawn = false;
  /** The history of the input says so, before any look-up. */
  isInputWithdrawn = false;
  isAmbiguous = false;
  /** The interpretation of the input by the first step, also when nothing came of it. */
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
