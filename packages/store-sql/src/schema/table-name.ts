export const TABLE_NAMES = [
  "mapping_session",
  "path_execution",
  "entity_mapping",
  "entity_mapping_provenance",
  "identifier_outcome",
  "execution_metric",
] as const;

export type TableName = (typeof TABLE_NAMES)[number];

/** Returns the name of a table for use in a statement. */
export type TableNaming = (name: TableName) => string;

/** Quotes names, and adds the schema if one is set. */
export function tableNaming(schema: string | undefined): TableNaming {
  return (name) => (schema === undefined ? `"${name}"` : `"${schema.replaceAll('"', '""')}"."${name}"`);
}
