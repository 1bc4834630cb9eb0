import type { MigrationInterface, QueryRunner } from "typeorm";

import type { SqlDialect } from "../../dialect/sql-dialect.js";
import type { TableNaming } from "../table-name.js";

/**
 * What is asked of a trace long after: which resources a session could consult, and all answers that an identifier ever
 * had. The index of the latter has the answers that the cache looks for, too, and stands for the partial one that was
 * theirs alone: all that the cache asks for comes first in it. A column between that it does not ask for made PostgreSQL
 * 18, which can skip over it but thinks that dear, skip through the primary key instead.
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

  /** An index is in the schema of its table. */
  private index(name: string): string {
    return this.table("identifier_outcome").replace(`"identifier_outcome"`, `"${name}"`);
  }
}
