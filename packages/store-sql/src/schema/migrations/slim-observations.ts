import type { MigrationInterface, QueryRunner } from "typeorm";

import type { SqlDialect } from "../../dialect/sql-dialect.js";
import type { TableNaming } from "../table-name.js";

/** In the order of canonical JSON. */
const FIELDS = [
  "confidence",
  "derivationPath",
  "direction",
  "hopCount",
  "isDerived",
  "mappingSource",
  "metadata",
];

/** Rows that one statement changes on SQLite. */
const ROWS = 50_000;

/**
 * Removes the field names from the observations of mappings: more than a quarter of each row, so that a third more rows
 * fit into memory. Both databases return the parts of a JSON text exactly as they are written in it.
 */
export class SlimObservations1764300000000 implements MigrationInterface {
  readonly name = "SlimObservations1764300000000";

  constructor(
    private readonly dialect: SqlDialect,
    private readonly table: TableNaming,
  ) {}

  async up(queryRunner: QueryRunner): Promise<void> {
    const values = FIELDS.map((it) => this.part(`'${it}'`));
    await this.update(queryRunner, `'[' || ${values.join(" || ',' || ")} || ']'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const members = FIELDS.map((it, i) => `'"${it}":' || ${this.part(String(i))}`);
    await this.update(queryRunner, `'{' || ${members.join(" || ',' || ")} || '}'`);
  }

  private async update(queryRunner: QueryRunner, value: string): Promise<void> {
    const table = this.table("entity_mapping");
    const update = `UPDATE ${table} SET "observation" = ${value}`;
    if (this.dialect.name === "postgres") {
      await queryRunner.query(update);
      return;
    }
    // In several statements, since SQLite keeps everything that a statement overwrites in memory until it ends.
    const [row] = (await queryRunner.query(`SELECT max(rowid) AS last FROM ${table}`)) as {
      last: number | null;
    }[];
    const last = row?.last ?? 0;
    for (let from = 0; from < last; from += ROWS)
      await queryRunner.query(`${update} WHERE rowid > ? AND rowid <= ?`, [from, from + ROWS]);
  }

  /** The JSON text of a member or an element. */
  private part(key: string): string {
    return this.dialect.name === "postgres"
      ? `("observation"::json -> ${key})::text`
      : `("observation" -> ${key})`;
  }
}
