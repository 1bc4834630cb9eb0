import type { Answer } from "../answer/answer.js";
import type { ServableAnswer } from "../cache/answer-cache.js";
import type { InputEntry } from "../input/input-entry.js";

/** What is known about the inputs of a slice before any of them is mapped. */
export interface EarlierAnswers {
  /** Answers of this session, by source id. */
  readonly ofSession: ReadonlyMap<string, Answer>;
  /** Answers of earlier sessions that may be served, by source id. */
  readonly fromCache: ReadonlyMap<string, ServableAnswer>;
  /** Identifiers that have neither. */
  readonly open: readonly InputEntry[];
}
