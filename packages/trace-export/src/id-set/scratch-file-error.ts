import { WaymarkError } from "@waymark/trace-core";

/** Code `scratch-file-failed`: the temporary data of an export cannot be written to disk. */
export class ScratchFileError extends WaymarkError {
  static readonly code = "scratch-file-failed";

  constructor(folder: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(
      `The temporary data of the export cannot be written to ${folder}: ${why}; free some space there, or set TMPDIR to another folder`,
      { code: ScratchFileError.code, details: { folder }, cause },
    );
  }
}
