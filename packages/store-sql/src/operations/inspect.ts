import type { StoreIndex, StoreInspection } from "@waymark/trace-core";
import { measureClock } from "@waymark/trace-core/adapter";

import { boolean, instant, number, text, type Row } from "../rows/row-shape.js";
import { schemaIndexes } from "../schema/entity-schemas.js";
import { schemaSteps } from "../schema/schema-steps.js";
import { TABLE_NAMES } from "../schema/table-name.js";
import type { SqlSession } from "../sql-session.js";
import type { SqlSessionManager } from "../sql-session-manager.js";

export async function inspect(
  sessions: SqlSessionManager,
  migrationsTable: string,
): Promise<StoreInspection> {
  const { applied, pending } = await schemaSteps(sessions, migrationsTable);
  return sessions.withReadSession(async (session) => {
    const { dialect } = session;
    const { inspection } = dialect;
    const tables = [dialect.list(TABLE_NAMES.map((it) => session.table(it)))];
    const one = async (sql: string, parameters?: readonly unknown[]): Promise<Row> =>
      (await session.query<Row>(sql, parameters))[0] ?? {};
    const clock = `SELECT ${dialect.milliseconds(dialect.now)} AS now`;
    return {
      product: inspection.product,
      version: text(await one(inspection.version), "version"),
      schema: { applied, pending },
      indexes: await indexes(session, tables),
      ...(await measureClock(async () => instant(await one(clock), "now"))),
      sizeBytes: number(await one(inspection.size, tables), "bytes"),
    };
  });
}

async function indexes(session: SqlSession, tables: readonly unknown[]): Promise<StoreIndex[]> {
  const rows = await session.query<Row>(session.dialect.inspection.indexes, tables);
  const isUsable = new Map(rows.map((row) => [text(row, "name"), boolean(row, "is_usable")]));
  return schemaIndexes().map(({ name, of }) => {
    const found = isUsable.get(name);
    return { name, of, state: found === undefined ? "missing" : found ? "ready" : "unusable" };
  });
}
