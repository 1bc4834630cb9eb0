import { WaymarkError } from "@waymark/trace-core";

import type { TraceRecordTally } from "../json-lines/trace-lines.js";

/**
 * Code `trace-import`: a line of the trace is invalid. `details` has the `line` (from 1), the `reason`, and how much
 * was `imported`. That much stays in the store; importing the corrected file again is safe.
 */
export class TraceImportError extends WaymarkError {
  static readonly code: string = "trace-import";

  constructor(
    readonly line: number,
    readonly reason: string,
    /** Number of records written before the error. */
    readonly imported: TraceRecordTally,
    cause?: unknown,
    code = TraceImportError.code,
  ) {
    super(`Line ${String(line)}: ${reason}`, {
      code,
      details: { line, reason, imported: { ...imported } },
      ...(cause === undefined ? {} : { cause }),
    });
  }
}
