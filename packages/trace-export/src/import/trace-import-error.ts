import { WaymarkError } from "@waymark/trace-core";

import type { TraceRecordTally } from "../json-lines/trace-lines.js";

/**
 * Code `trace-import`: a line of the trace is not what it should be. `details` hold the `line` (from 1), the `reason`, and
 * what was `imported`: that stays, and importing the mended file again is safe.
 */
export class TraceImportError extends WaymarkError {
  static readonly code: string = "trace-import";

  constructor(
    readonly line: number,
    readonly reason: string,
    /** Records that were written before the error. */
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
