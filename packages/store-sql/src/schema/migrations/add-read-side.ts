import type { MigrationInterface, QueryRunner } from "typeorm";

import type { SqlDialect } from "../../dialect/sql-dialect.js";
import type { TableNaming } from "../table-name.js";

/**
 * Adds the resources that a session could consult, and an index for all answers to an identifier. The index also serves
 * the look-ups of the cache, and replaces their own partial index: its first columns are those that the cache
 * restricts. With any other column between them, PostgreSQL 18 skip-scanned the primary key instead, because it
 * estimated a skip scan of this index as too expensive.
 */
export class AddReadSide1764100000000 implements MigrationInterface {
  readonly name = "AddReadSide1764100000000";

  constructor(
    private readonly dialect: SqlDialect,
    private readonly table: TableNaming,
  ) {}

  async up(queryRunner: QueryRunner): Promise<void> {
    const { text: plainText } = this.dialect.columnTypes;
    const text = this.dialect.name === "postgres" ? `${plainText} COLLATE "C"` : plainText;
    await queryRunner.query(
      `ALTER TABLE ${this.table("mapping_session")} ADD COLUMN "resources" ${text} NOT NULL DEFAULT '[]'`,
    );
    await queryRunner.query(
      `CREATE INDEX "ix_outcome_identifier" ON ${this.table("identifier_outcome")}
        ("source_id", "served_from", "source_type", "target_type", "session_id")`,
    );
    await queryRunner.query(`DROP INDEX ${this.index("ix_outcome_answer")}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE INDEX "ix_outcome_answer" ON ${this.table("identifier_outcome")}
        ("source_type", "target_type", "source_id", "recorded_at", "session_id")
        WHERE served_from = 'live' AND answer_fingerprint IS NOT NULL`,
    );
    await queryRunner.query(`DROP INDEX ${this.index("ix_outcome_identifier")}`);
    await queryRunner.query(`ALTER TABLE ${this.table("mapping_session")} DROP COLUMN "resources"`);
  }

  /** The qualified name of an index, which is in the schema of its table. */
  private index(name: string): string {
    return this.table("identifier_outcome").replace(`"identifier_outcome"`, `"${name}"`);
  }
}
