import type { Answer } from "../answer/answer.js";
import type { InputEntry } from "../input/input-entry.js";
import type { PathReach } from "../result/hop-coverage.js";

/** The answer to one entry of a slice; later steps may replace it by a better one. */
export interface FoundAnswer {
  readonly entry: InputEntry;
  answer: Answer;
  /** Whether it has to be written. */
  readonly isNew: boolean;
  /** Empty for an answer that this session gave before. */
  readonly reaches: readonly PathReach[];
}
