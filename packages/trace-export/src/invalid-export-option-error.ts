import { WaymarkError } from "@waymark/trace-core";

/** Code `invalid-export-option`: an option is not known, makes no sense, or is missing for what is exported; nothing was written. */
export class InvalidExportOptionError extends WaymarkError {
  static readonly code = "invalid-export-option";

  /** @param reason what is wrong with it, to be read after its name */
  constructor(option: string, reason: string) {
    super(`${option} ${reason}`, { code: InvalidExportOptionError.code, details: { option, reason } });
  }
}
