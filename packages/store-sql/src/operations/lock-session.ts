import type { MappingSession } from "@waymark/trace-core";

import { selectList, type Row } from "../rows/row-shape.js";
import { fromSessionRow, sessionRows } from "../rows/session-row.js";
import type { SqlSession } from "../sql-session.js";
import { isUuid } from "./is-uuid.js";

/** Reads a session and locks it until the transaction ends; undefined if there is none. */
export async function lockSession(session: SqlSession, id: string): Promise<MappingSession | undefined> {
  if (!isUuid(id)) return undefined;
  const { dialect } = session;
  const [row] = await session.query<Row>(
    `SELECT ${selectList(sessionRows, dialect)} FROM ${session.table("mapping_session")} WHERE "id" = $1 ${dialect.forUpdate}`,
    [id],
  );
  return row && fromSessionRow(row);
}
