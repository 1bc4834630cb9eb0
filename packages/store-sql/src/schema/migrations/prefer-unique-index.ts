import type { MigrationInterface, QueryRunner } from "typeorm";

import type { SqlDialect } from "../../dialect/sql-dialect.js";
import type { TableNaming } from "../table-name.js";

/**
 * Recreates the unique index of path executions, and the foreign keys that depend on it. As long as PostgreSQL has no
 * statistics of a table, it considers all usable indexes equally good and takes the newest. That was the index by
 * start, in which it read all path executions of the session for each record that refers to one of them.
 */
export class PreferUniqueIndex1764200000000 implements MigrationInterface {
  readonly name = "PreferUniqueIndex1764200000000";

  constructor(
    private readonly dialect: SqlDialect,
    private readonly table: TableNaming,
  ) {}

  async up(queryRunner: QueryRunner): Promise<void> {
    // SQLite always checks foreign keys with the unique index.
    if (this.dialect.name !== "postgres") return;
    const executions = this.table("path_execution");
    const index = `"ux_path_execution_of_session"`;
    for (const [table, name] of REFERENCES)
      await queryRunner.query(`ALTER TABLE ${this.table(table)} DROP CONSTRAINT "${name}"`);
    await queryRunner.query(`DROP INDEX ${executions.replace(`"path_execution"`, index)}`);
    await queryRunner.query(`CREATE UNIQUE INDEX ${index} ON ${executions} ("session_id", "id")`);
    for (const [table, name] of REFERENCES)
      await queryRunner.query(
        `ALTER TABLE ${this.table(table)} ADD CONSTRAINT "${name}"
          FOREIGN KEY ("session_id", "path_execution_id") REFERENCES ${executions} ("session_id", "id")`,
      );
  }

  async down(): Promise<void> {
    // The schema is the same before and after.
  }
}

const REFERENCES = [
  ["entity_mapping_provenance", "fk_provenance_path_execution"],
  ["execution_metric", "fk_metric_path_execution"],
] as const;
