import { WaymarkError } from "@waymark/trace-core";

/** Code `unknown-export-format`: no format has this name. */
export class UnknownExportFormatError extends WaymarkError {
  static readonly code = "unknown-export-format";

  constructor(name: string, known: readonly string[]) {
    super(`There is no export format ${JSON.stringify(name)}; there are ${known.join(", ")}`, {
      code: UnknownExportFormatError.code,
      details: { name, known },
    });
  }
}
