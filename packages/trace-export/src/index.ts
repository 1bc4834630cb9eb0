export type { ExportFormat } from "./export-format.js";
export { EXPORT_FORMATS, exportFormat, type ExportOptions } from "./export-formats.js";
export { ScratchFileError } from "./id-set/scratch-file-error.js";
export { InvalidExportOptionError } from "./invalid-export-option-error.js";
export type { TraceSelection } from "./selection/trace-selection.js";
export { UnknownExportFormatError } from "./unknown-export-format-error.js";

export { jsonLinesFormat } from "./json-lines/json-lines-format.js";
export {
  TRACE_FORMAT,
  TRACE_FORMAT_VERSION,
  type TraceRecordKind,
  type TraceRecordTally,
} from "./json-lines/trace-lines.js";
export {
  importTrace,
  type ImportTarget,
  type ImportTraceOptions,
  type TraceImportReport,
} from "./import/import-trace.js";
export { TraceCutShortError } from "./import/trace-cut-short-error.js";
export { TraceImportError } from "./import/trace-import-error.js";

export { unguardFormula } from "./tsv/formula-guard.js";
export { tsvFormat, type TsvOptions } from "./tsv/tsv-format.js";

export { sssomFormat } from "./sssom/sssom-format.js";
export type { SssomOptions } from "./sssom/sssom-options.js";
export type { TypePrefix } from "./sssom/type-prefix.js";

export { provJsonFormat } from "./prov/prov-json-format.js";
export { openLineageFormat } from "./openlineage/openlineage-format.js";
export type { OpenLineageOptions } from "./openlineage/openlineage-options.js";
