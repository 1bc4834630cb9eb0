import type { Failure } from "@waymark/trace-core";

import type { Answer } from "../answer/answer.js";
import type { PathReach } from "../result/hop-coverage.js";
import type { InputEntry } from "../input/input-entry.js";
import type { MappingResult } from "../result/mapping-result.js";
import type { SliceBatch } from "../trace/slice-batch.js";

/** The records of a slice that are to be written, and the results for its inputs. */
export interface AnsweredSlice {
  readonly batch: SliceBatch;
  /** In input order. Inputs that were not finished when the run was aborted are left out. */
  readonly results: readonly MappingResult[];
  /** One for each distinct input. */
  readonly answers: readonly { readonly entry: InputEntry; readonly answer: Answer }[];
  /** How far the identifiers got that this session had not answered before. */
  readonly reaches: readonly PathReach[];
  /** The first failure of a resource. */
  readonly failure: Failure | null;
}
