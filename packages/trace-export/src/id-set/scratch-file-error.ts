import { WaymarkError } from "@waymark/trace-core";

/** Code `scratch-file-failed`: what an export has to remember found no place on the disk. */
export class ScratchFileError extends WaymarkError {
  static readonly code = "scratch-file-failed";

  constructor(folder: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(
      `What the export has to remember cannot be kept in ${folder}: ${why}; make room there, or name another folder in TMPDIR`,
      { code: ScratchFileError.code, details: { folder }, cause },
    );
  }
}
