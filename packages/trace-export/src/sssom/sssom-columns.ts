import { joinedList } from "../tsv/joined-list.js";

/** A row of a mapping set; empty strings for missing values. */
export interface SssomRow {
  readonly subject_id: string;
  readonly subject_label: string;
  readonly predicate_id: string;
  readonly object_id: string;
  readonly object_label: string;
  readonly mapping_justification: string;
  readonly subject_source: string;
  readonly subject_source_version: string;
  readonly object_source: string;
  readonly object_source_version: string;
  readonly mapping_cardinality: string;
  readonly mapping_tool_version: string;
  readonly mapping_date: string;
  readonly confidence: string;
  readonly comment: string;
  readonly ext_derivation_path: string;
  readonly ext_derivation_resources: string;
  readonly ext_matched_as: string;
}

export type SssomColumn = keyof SssomRow;

/** In the order of the standard's slots; our own last, sorted by property. */
export const SSSOM_COLUMNS: readonly SssomColumn[] = [
  "subject_id",
  "subject_label",
  "predicate_id",
  "object_id",
  "object_label",
  "mapping_justification",
  "subject_source",
  "subject_source_version",
  "object_source",
  "object_source_version",
  "mapping_cardinality",
  "mapping_tool_version",
  "mapping_date",
  "confidence",
  "comment",
  "ext_derivation_path",
  "ext_derivation_resources",
  "ext_matched_as",
];

/** The meaning of our own columns, for which the standard has none. */
export const SSSOM_EXTENSIONS = [
  { slot_name: "ext_derivation_path", property: "waymark:derivationPath" },
  { slot_name: "ext_derivation_resources", property: "waymark:derivationResources" },
  { slot_name: "ext_matched_as", property: "waymark:matchedAs" },
] as const;

/** Free text on one line: many readers treat each line as a row. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, " ").trim();
}

/** Several texts in one cell, in the notation for multi-valued slots. */
export function sssomList(texts: readonly string[]): string {
  return joinedList(texts.map(oneLine));
}
