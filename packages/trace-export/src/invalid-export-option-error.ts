import { WaymarkError } from "@waymark/trace-core";

/**
 * Code `invalid-export-option`: an option is unknown, has an invalid value, or is missing but required. Nothing was
 * written.
 */
export class InvalidExportOptionError extends WaymarkError {
  static readonly code = "invalid-export-option";

  /** @param reason what is wrong, to be read after the option's name */
  constructor(option: string, reason: string) {
    super(`${option} ${reason}`, { code: InvalidExportOptionError.code, details: { option, reason } });
  }
}
