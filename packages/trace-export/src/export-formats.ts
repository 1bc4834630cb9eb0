import type { ExportFormat } from "./export-format.js";
import { jsonLinesFormat } from "./json-lines/json-lines-format.js";
import { openLineageFormat } from "./openlineage/openlineage-format.js";
import type { OpenLineageOptions } from "./openlineage/openlineage-options.js";
import { provJsonFormat } from "./prov/prov-json-format.js";
import { sssomFormat } from "./sssom/sssom-format.js";
import type { SssomOptions } from "./sssom/sssom-options.js";
import { tsvFormat, type TsvOptions } from "./tsv/tsv-format.js";
import { UnknownExportFormatError } from "./unknown-export-format-error.js";

/** The options of all formats; each format accepts those in its `optionNames` and refuses the others. */
export interface ExportOptions extends SssomOptions, OpenLineageOptions, TsvOptions {}

/** All formats. To add one, list it here. */
export const EXPORT_FORMATS: readonly ExportFormat<ExportOptions>[] = [
  sssomFormat,
  provJsonFormat,
  openLineageFormat,
  jsonLinesFormat,
  tsvFormat,
];

/**
 * The format with this name.
 *
 * @throws UnknownExportFormatError
 */
export function exportFormat(name: string): ExportFormat<ExportOptions> {
  const format = EXPORT_FORMATS.find((it) => it.name === name);
  if (format === undefined)
    throw new UnknownExportFormatError(
      name,
      EXPORT_FORMATS.map((it) => it.name),
    );
  return format;
}
