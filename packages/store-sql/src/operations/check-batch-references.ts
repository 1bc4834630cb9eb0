import { checkReferences, externalReferences, type PreparedBatch } from "@waymark/trace-core/adapter";

import type { TableName } from "../schema/table-name.js";
import type { SqlSession } from "../sql-session.js";

/**
 * Throws `UnknownReferenceError` for all that the batch refers to and that is neither in it nor committed. What is found
 * stays until the transaction ends: no foreign key leads from the targets of an outcome to their mappings.
 */
export async function checkBatchReferences(session: SqlSession, batch: PreparedBatch): Promise<void> {
  const references = externalReferences(batch);
  checkReferences(batch, {
    sessions: new Set((await existing(session, "mapping_session", references.sessions)).map((it) => it.id)),
    mappings: new Set((await existing(session, "entity_mapping", references.mappings)).map((it) => it.id)),
    pathExecutions: new Map(
      (
        await existing<PathExecutionIds>(
          session,
          "path_execution",
          references.pathExecutions,
          `, "session_id"`,
        )
      ).map((it) => [it.id, it.session_id]),
    ),
  });
}

interface Ids {
  readonly id: string;
}

interface PathExecutionIds extends Ids {
  readonly session_id: string;
}

async function existing<T extends Ids = Ids>(
  session: SqlSession,
  table: TableName,
  ids: readonly string[],
  also = "",
): Promise<T[]> {
  if (ids.length === 0) return [];
  const { dialect } = session;
  return session.query<T>(
    `SELECT "id"${also} FROM ${session.table(table)} WHERE ${dialect.isIn('"id"', "$1", "uuid")} ${dialect.forReference}`,
    [dialect.list(ids)],
  );
}
