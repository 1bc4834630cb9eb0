import type {
  EntityMappingProvenance,
  ExecutionMetric,
  MappingPathExecutionLog,
  MappingSession,
} from "@waymark/trace-core";

import { metricRows } from "../../rows/metric-row.js";
import { pathExecutionRows } from "../../rows/path-execution-row.js";
import { provenanceRows } from "../../rows/provenance-row.js";
import { sessionRows } from "../../rows/session-row.js";
import type { SqlSession } from "../../sql-session.js";
import { copyRows, isWorthCopying } from "./copy-rows.js";
import { insertRows } from "./insert-rows.js";

/** Leaves records that exist unchanged. */
const LEFT_ALONE = `("id") DO NOTHING`;

export async function insertSessionStarts(
  session: SqlSession,
  starts: readonly MappingSession[],
): Promise<void> {
  await insertRows(session, "mapping_session", sessionRows, starts, LEFT_ALONE);
}

export async function insertPathExecutions(
  session: SqlSession,
  executions: readonly MappingPathExecutionLog[],
): Promise<void> {
  await insertRows(session, "path_execution", pathExecutionRows, executions, LEFT_ALONE);
}

export async function insertProvenance(
  session: SqlSession,
  provenance: readonly EntityMappingProvenance[],
  areNew: boolean,
): Promise<void> {
  const table = "entity_mapping_provenance";
  if (areNew && isWorthCopying(session, provenance))
    return copyRows(session, table, provenanceRows, provenance);
  const onConflict = `("mapping_id", "path_execution_id", "id") DO NOTHING`;
  await insertRows(session, table, provenanceRows, provenance, onConflict);
}

export async function insertMetrics(session: SqlSession, metrics: readonly ExecutionMetric[]): Promise<void> {
  await insertRows(session, "execution_metric", metricRows, metrics, LEFT_ALONE);
}
