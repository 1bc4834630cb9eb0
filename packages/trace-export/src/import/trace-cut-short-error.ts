import { sumOf, type TraceRecordTally } from "../json-lines/trace-lines.js";
import { TraceImportError } from "./trace-import-error.js";

/**
 * Code `trace-cut-short`: the trace lacks its last line. All complete lines were imported, but no session was ended.
 * `details` as in `TraceImportError`.
 */
export class TraceCutShortError extends TraceImportError {
  static override readonly code: string = "trace-cut-short";

  /** @param line the last line that was read */
  constructor(line: number, imported: TraceRecordTally) {
    const reason =
      `the trace is cut short: its last line, which says how many records there are, is missing. ` +
      `${String(sumOf(imported))} records were imported, and no session has its end; export it again and import the whole file, which is safe`;
    super(line, reason, imported, undefined, TraceCutShortError.code);
  }
}
