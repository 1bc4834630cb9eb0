import pg from "pg";
import { DataSource, EntitySchema, type ColumnType, type EntitySchemaColumnOptions } from "typeorm";

import type { PostgresServer } from "../servers/postgres.js";
import { checkCount } from "./bulk-sides.js";
import type { BatchRows, CapturedBatches, RowObject } from "./captured-batches.js";
import { copyInto } from "./captured-tables.js";
import type { Side } from "./compare.js";
import { CALLERS, eachBatch } from "./log-batches.js";

/** A statement can have at most 65,535 parameters. */
const ROWS_IN_A_STATEMENT = 1_000;

/**
 * TypeORM's `save()` of the same batches, each in one transaction, with the same number of callers and connections as
 * ours.
 */
export function ormSide(server: PostgresServer, captured: CapturedBatches, count: number): Side {
  return async () => {
    const database = await server.traceDatabase();
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    for (const table of captured.before) await copyInto(client, table);
    const tables = captured.batches[0]?.map(([name]) => name) ?? [];
    const entities = await Promise.all(tables.map((name) => entityOf(client, name)));
    await client.end();
    const options = { type: "postgres", url: database.url, driver: pg, poolSize: CALLERS } as const;
    const dataSource = await new DataSource({ ...options, entities, installExtensions: false }).initialize();
    // `save` may modify the objects that it is given.
    const batches = captured.batches.map((batch) => batch.map(copied));
    await server.checkpoint();
    return {
      run: async () => {
        await eachBatch(batches, CALLERS, (batch) => save(dataSource, batch));
        return count;
      },
      dispose: async () => {
        const found = await Promise.all(tables.map((name) => dataSource.getRepository(name).count()));
        await dataSource.destroy();
        await database.drop();
        for (const it of found) checkCount("rows", it, count);
      },
    };
  };
}

async function save(dataSource: DataSource, batch: BatchRows): Promise<void> {
  await dataSource.transaction(async (manager) => {
    for (const [table, rows] of batch) await manager.save(table, rows, { chunk: ROWS_IN_A_STATEMENT });
  });
}

function copied([table, rows]: BatchRows[number]): [string, RowObject[]] {
  return [table, rows.map((it) => ({ ...it }))];
}

/** The entity that a user of TypeORM would declare for a table. */
async function entityOf(client: pg.Client, table: string): Promise<EntitySchema> {
  const { rows } = await client.query<{
    name: string;
    type: ColumnType;
    nullable: boolean;
    primary: boolean;
  }>(
    `SELECT c.column_name AS name, c.data_type AS type, c.is_nullable = 'YES' AS nullable,
       EXISTS (SELECT FROM information_schema.key_column_usage k
               JOIN information_schema.table_constraints t USING (constraint_schema, constraint_name)
               WHERE t.constraint_type = 'PRIMARY KEY' AND t.table_name = c.table_name
                 AND k.table_name = c.table_name AND k.column_name = c.column_name) AS "primary"
     FROM information_schema.columns c
     WHERE c.table_schema = 'public' AND c.table_name = $1 AND c.is_generated = 'NEVER'
     ORDER BY c.ordinal_position`,
    [table],
  );
  const columns: Record<string, EntitySchemaColumnOptions> = {};
  for (const { name, ...column } of rows) columns[name] = column;
  return new EntitySchema({ name: table, columns });
}
