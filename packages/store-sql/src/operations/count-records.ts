import type { RecordCounts } from "@waymark/trace-core";

import { number, type Row } from "../rows/row-shape.js";
import type { TableName } from "../schema/table-name.js";
import type { SqlSession } from "../sql-session.js";

const TABLES = {
  sessions: "mapping_session",
  pathExecutions: "path_execution",
  mappings: "entity_mapping",
  provenance: "entity_mapping_provenance",
  outcomes: "identifier_outcome",
  metrics: "execution_metric",
} as const satisfies Record<keyof RecordCounts, TableName>;

export async function countRecords(session: SqlSession): Promise<RecordCounts> {
  const counts = Object.entries(TABLES).map(
    ([kind, table]) => `(SELECT count(*) FROM ${session.table(table)}) AS "${kind}"`,
  );
  const [row = {}] = await session.query<Row>(`SELECT ${counts.join(", ")}`);
  return {
    sessions: number(row, "sessions"),
    pathExecutions: number(row, "pathExecutions"),
    mappings: number(row, "mappings"),
    provenance: number(row, "provenance"),
    outcomes: number(row, "outcomes"),
    metrics: number(row, "metrics"),
  };
}
