import { randomBytes } from "node:crypto";

import pg from "pg";
import { inject } from "vitest";

export interface FreshPostgres {
  /** URL of the new, empty database. */
  readonly url: string;
  drop(): Promise<void>;
}

/**
 * Creates an empty database on the server of the test run.
 *
 * @param options options of `CREATE DATABASE`
 */
export async function freshPostgres(options = ""): Promise<FreshPostgres> {
  const maintenance = inject("postgresUrl");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await administer(maintenance, `CREATE DATABASE "${name}" ${options}`);
  const url = new URL(maintenance);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => administer(maintenance, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`),
  };
}

async function administer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
