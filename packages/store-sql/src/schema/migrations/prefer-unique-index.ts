import type { MigrationInterface, QueryRunner } from "typeorm";

import type { SqlDialect } from "../../dialect/sql-dialect.js";
import type { TableNaming } from "../table-name.js";

/**
 * Makes the unique index of path executions anew, and the foreign keys that rest on it. While PostgreSQL knows nothing of
 * a table yet, it holds all indexes that a look-up could use equally good and takes the newest: that was the one by start,
 * in which it walked over all path executions of a session for each record that refers to one.
 */
export class PreferUniqueIndex1764200000000 implements MigrationInterface {
  readonly name = "PreferUniqueIndex1764200000000";

  constructor(
    private readonly dialect: SqlDialect,
    private readonly table: TableNaming,
  ) {}

  async up(queryRunner: QueryRunner): Promise<void> {
    // SQLite checks foreign keys by the index that keeps them unique, and no other.
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
    // What the schema says is the same before and after.
  }
}

const REFERENCES = [
  ["entity_mapping_provenance", "fk_provenance_path_execution"],
  ["execution_metric", "fk_metric_path_execution"],
] as const;
