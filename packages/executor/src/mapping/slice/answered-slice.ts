import type { Failure } from "@waymark/trace-core";

import type { Answer } from "../answer/answer.js";
import type { PathReach } from "../result/hop-coverage.js";
import type { InputEntry } from "../input/input-entry.js";
import type { MappingResult } from "../result/mapping-result.js";
import type { SliceBatch } from "../trace/slice-batch.js";

/** A slice as it is to be written, and what it means for its inputs. */
export interface AnsweredSlice {
  readonly batch: SliceBatch;
  /** In input order. Inputs that were not finished when the run was aborted are left out. */
  readonly results: readonly MappingResult[];
  /** Distinct, with their entries. */
  readonly answers: readonly { readonly entry: InputEntry; readonly answer: Answer }[];
  /** Of identifiers that this session had not answered before. */
  readonly reaches: readonly PathReach[];
  /** The first failure of a resource. */
  readonly failure: Failure | null;
}
