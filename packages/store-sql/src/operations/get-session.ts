import type { MappingSession } from "@waymark/trace-core";

import { selectList, type Row } from "../rows/row-shape.js";
import { fromSessionRow, sessionRows } from "../rows/session-row.js";
import type { SqlSession } from "../sql-session.js";
import { isUuid } from "./is-uuid.js";

export async function getSession(session: SqlSession, id: string): Promise<MappingSession | undefined> {
  if (!isUuid(id)) return undefined;
  const [row] = await session.query<Row>(
    `SELECT ${selectList(sessionRows, session.dialect)} FROM ${session.table("mapping_session")} WHERE "id" = $1`,
    [id],
  );
  return row && fromSessionRow(row);
}
