import { CacheRetrievalError, isWaymarkError, type SchemaSteps } from "@waymark/trace-core";
import type { MigrationInterface } from "typeorm";

import type { SqlSession } from "../sql-session.js";
import type { SqlSessionManager } from "../sql-session-manager.js";
import { AddReadSide1764100000000 } from "./migrations/add-read-side.js";
import { CreateTrace1764000000000 } from "./migrations/create-trace.js";
import { PreferUniqueIndex1764200000000 } from "./migrations/prefer-unique-index.js";
import { SlimObservations1764300000000 } from "./migrations/slim-observations.js";
import { tableNaming } from "./table-name.js";

export const DEFAULT_MIGRATIONS_TABLE = "waymark_migrations";

/** All migrations, oldest first. */
export function migrations({ dialect, schema }: SqlSessionManager): MigrationInterface[] {
  const table = tableNaming(schema);
  return [
    new CreateTrace1764000000000(dialect, table),
    new AddReadSide1764100000000(dialect, table),
    new PreferUniqueIndex1764200000000(dialect, table),
    new SlimObservations1764300000000(dialect, table),
  ];
}

/** Which steps of the schema were applied; `unknown` are those of a newer version. */
export async function schemaSteps(
  manager: SqlSessionManager,
  migrationsTable: string,
): Promise<SchemaSteps & { readonly unknown: readonly string[] }> {
  const known = migrations(manager).map((it) => it.name ?? "");
  const applied = await appliedMigrations(manager, migrationsTable);
  return {
    applied,
    pending: known.filter((it) => !applied.includes(it)),
    unknown: applied.filter((it) => !known.includes(it)),
  };
}

async function appliedMigrations(manager: SqlSessionManager, migrationsTable: string): Promise<string[]> {
  const path = manager.schema === undefined ? [migrationsTable] : [manager.schema, migrationsTable];
  const quoted = path.map((it) => `"${it.replaceAll('"', '""')}"`).join(".");
  const names = async (session: SqlSession): Promise<string[]> =>
    (await session.query<{ name: string }>(`SELECT "name" FROM ${quoted} ORDER BY "id"`)).map(
      (it) => it.name,
    );
  try {
    // Without a check for the table first, since it nearly always exists.
    return await manager.withReadSession(names, { isOneStatement: true });
  } catch (error) {
    if (!isWaymarkError(error, CacheRetrievalError.code) || isDenied(error)) throw error;
    return manager.withReadSession(async (session) =>
      (await session.queryRunner.hasTable(path.join("."))) ? names(session) : [],
    );
  }
}

/** A table whose access is denied exists, even though the server would not list it. */
function isDenied({ cause }: Error): boolean {
  return (cause as { code?: unknown } | undefined)?.code === "42501";
}
