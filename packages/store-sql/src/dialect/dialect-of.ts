import type { DataSource } from "typeorm";
import { StoreOpenError } from "@waymark/trace-core";

import { postgresDialect } from "./postgres-dialect.js";
import type { SqlDialect } from "./sql-dialect.js";
import { sqliteDialect } from "./sqlite-dialect.js";

/** @throws StoreOpenError the DataSource is of a type that cannot hold a trace */
export function dialectOf(dataSource: DataSource): SqlDialect {
  const { type } = dataSource.options;
  if (type === "postgres") return postgresDialect;
  if (type === "better-sqlite3") return sqliteDialect;
  throw new StoreOpenError(
    `A DataSource of type ${type} cannot hold a trace: use postgres or better-sqlite3`,
    { type },
  );
}
