export const TABLE_NAMES = [
  "mapping_session",
  "path_execution",
  "entity_mapping",
  "entity_mapping_provenance",
  "identifier_outcome",
  "execution_metric",
] as const;

export type TableName = (typeof TABLE_NAMES)[number];

/** How a statement has to write a table's name. */
export type TableNaming = (name: TableName) => string;

/** Quoted, and with the schema where one is set. */
export function tableNaming(schema: string | undefined): TableNaming {
  return (name) => (schema === undefined ? `"${name}"` : `"${schema.replaceAll('"', '""')}"."${name}"`);
}
