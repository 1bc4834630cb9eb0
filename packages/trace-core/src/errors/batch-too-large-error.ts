import { WaymarkError } from "./waymark-error.js";

/** Code `batch-too-large`: the batch exceeds the bound of one write; nothing was written. Split it. */
export class BatchTooLargeError extends WaymarkError {
  static readonly code = "batch-too-large";

  constructor(size: number, bound: number, unit: "records" | "bytes") {
    super(`A batch holds at most ${String(bound)} ${unit}; this one has ${String(size)}`, {
      code: BatchTooLargeError.code,
      details: { size, bound, unit },
    });
  }
}
