import { sumOf, type TraceRecordTally } from "../json-lines/trace-lines.js";
import { TraceImportError } from "./trace-import-error.js";

/**
 * Code `trace-cut-short`: the trace ends before its last line. All whole lines were imported, but
 * not the ends of sessions; `details` as its parent's.
 */
export class TraceCutShortError extends TraceImportError {
  static override readonly code: string = "trace-cut-short";

  /** @param line the last one that there is */
  constructor(line: number, imported: TraceRecordTally) {
    const reason =
      `the trace is cut short: its last line, which says how many records there are, is missing. ` +
      `${String(sumOf(imported))} records were imported, and no session has its end; export it again and import the whole file, which is safe`;
    super(line, reason, imported, undefined, TraceCutShortError.code);
  }
}
