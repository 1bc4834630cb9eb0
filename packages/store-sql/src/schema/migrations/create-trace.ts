import type { MigrationInterface, QueryRunner } from "typeorm";

import type { SqlDialect } from "../../dialect/sql-dialect.js";
import type { TableNaming } from "../table-name.js";

/** The schema of the first version. Must never change: later changes are separate migrations. */
export class CreateTrace1764000000000 implements MigrationInterface {
  readonly name = "CreateTrace1764000000000";

  constructor(
    private readonly dialect: SqlDialect,
    private readonly table: TableNaming,
  ) {}

  async up(queryRunner: QueryRunner): Promise<void> {
    const { uuid, text: plainText, instant, integer, real, boolean } = this.dialect.columnTypes;
    const text = this.dialect.name === "postgres" ? `${plainText} COLLATE "C"` : plainText;
    const t = this.table;
    // Each foreign key is on one line: TypeORM parses it from the statement that SQLite stores.
    const statements = [
      `CREATE TABLE ${t("mapping_session")} (
        "id" ${uuid} NOT NULL,
        "source_endpoint" ${text},
        "target_endpoint" ${text},
        "source_type" ${text} NOT NULL,
        "target_type" ${text} NOT NULL,
        "parameters" ${text} NOT NULL,
        "catalog_fingerprint" ${text},
        "status" ${text} NOT NULL,
        "started_at" ${instant} NOT NULL,
        "ended_at" ${instant},
        "heartbeat_at" ${instant} NOT NULL,
        "owner" ${text},
        "input_count" ${integer},
        "result_count" ${integer},
        "executor_version" ${text},
        "error" ${text},
        "tags" ${text} NOT NULL,
        CONSTRAINT "pk_mapping_session" PRIMARY KEY ("id")
      )`,
      `CREATE INDEX "ix_session_started" ON ${t("mapping_session")} ("started_at", "id")`,
      `CREATE INDEX "ix_session_status" ON ${t("mapping_session")} ("status", "started_at", "id")`,
      `CREATE TABLE ${t("path_execution")} (
        "id" ${uuid} NOT NULL,
        "session_id" ${uuid} NOT NULL,
        "path_id" ${text} NOT NULL,
        "path_fingerprint" ${text},
        "batch_index" ${integer} NOT NULL,
        "source_type" ${text} NOT NULL,
        "target_type" ${text} NOT NULL,
        "status" ${text} NOT NULL,
        "started_at" ${instant} NOT NULL,
        "ended_at" ${instant} NOT NULL,
        "duration_ms" ${real} NOT NULL,
        "input_count" ${integer} NOT NULL,
        "matched_count" ${integer} NOT NULL,
        "details" ${text} NOT NULL,
        CONSTRAINT "pk_path_execution" PRIMARY KEY ("id"),
        CONSTRAINT "fk_path_execution_session" FOREIGN KEY ("session_id") REFERENCES ${t("mapping_session")} ("id")
      )`,
      `CREATE UNIQUE INDEX "ux_path_execution_of_session" ON ${t("path_execution")} ("session_id", "id")`,
      `CREATE INDEX "ix_path_execution_started" ON ${t("path_execution")} ("session_id", "started_at", "id")`,
      `CREATE TABLE ${t("entity_mapping")} (
        "id" ${uuid} NOT NULL,
        "source_type" ${text} NOT NULL,
        "source_id" ${text} NOT NULL,
        "target_type" ${text} NOT NULL,
        "target_id" ${text} NOT NULL,
        "first_seen_at" ${instant} NOT NULL,
        "last_seen_at" ${instant} NOT NULL,
        "observed_at" ${instant} NOT NULL,
        "observed_by" ${uuid},
        "confidence" ${real} NOT NULL,
        "hop_count" ${integer} NOT NULL,
        "direction" ${text} NOT NULL,
        "is_derived" ${boolean} NOT NULL,
        "observation" ${text} NOT NULL,
        CONSTRAINT "pk_entity_mapping" PRIMARY KEY ("id")
      )`,
      `CREATE INDEX "ix_mapping_source" ON ${t("entity_mapping")}
        ("source_id", "source_type", "target_type")`,
      `CREATE INDEX "ix_mapping_target" ON ${t("entity_mapping")}
        ("target_id", "target_type", "source_type")`,
      `CREATE TABLE ${t("entity_mapping_provenance")} (
        "id" ${uuid} NOT NULL,
        "mapping_id" ${uuid} NOT NULL,
        "session_id" ${uuid} NOT NULL,
        "path_execution_id" ${uuid} NOT NULL,
        "path_id" ${text} NOT NULL,
        "recorded_at" ${instant} NOT NULL,
        "confidence" ${real} NOT NULL,
        "hop_count" ${integer} NOT NULL,
        "direction" ${text} NOT NULL,
        "is_derived" ${boolean} NOT NULL,
        "executor_version" ${text},
        "details" ${text} NOT NULL,
        CONSTRAINT "pk_entity_mapping_provenance" PRIMARY KEY ("mapping_id", "path_execution_id", "id"),
        CONSTRAINT "fk_provenance_mapping" FOREIGN KEY ("mapping_id") REFERENCES ${t("entity_mapping")} ("id"),
        CONSTRAINT "fk_provenance_path_execution" FOREIGN KEY ("session_id", "path_execution_id") REFERENCES ${t("path_execution")} ("session_id", "id")
      )`,
      `CREATE INDEX "ix_provenance_session" ON ${t("entity_mapping_provenance")}
        ("session_id", "path_execution_id", "id")`,
      `CREATE TABLE ${t("identifier_outcome")} (
        "session_id" ${uuid} NOT NULL,
        "source_id" ${text} NOT NULL,
        "source_type" ${text} NOT NULL,
        "target_type" ${text} NOT NULL,
        "outcome" ${text} NOT NULL,
        "target_count" ${integer} NOT NULL,
        "is_ambiguous" ${boolean} NOT NULL,
        "is_provisional" ${boolean} NOT NULL,
        "matched_as" ${text},
        "source_status" ${text} NOT NULL,
        "answer_fingerprint" ${text},
        "served_from" ${text} NOT NULL,
        "answered_by" ${uuid} NOT NULL,
        "recorded_at" ${instant} NOT NULL,
        "raw_ids" ${text} NOT NULL,
        "details" ${text} NOT NULL,
        CONSTRAINT "pk_identifier_outcome"
          PRIMARY KEY ("session_id", "source_id", "source_type", "target_type"),
        CONSTRAINT "fk_outcome_session" FOREIGN KEY ("session_id") REFERENCES ${t("mapping_session")} ("id"),
        CONSTRAINT "fk_outcome_answered_by" FOREIGN KEY ("answered_by") REFERENCES ${t("mapping_session")} ("id")
      )`,
      `CREATE INDEX "ix_outcome_answer" ON ${t("identifier_outcome")}
        ("source_type", "target_type", "source_id", "recorded_at", "session_id")
        WHERE served_from = 'live' AND answer_fingerprint IS NOT NULL`,
      `CREATE INDEX "ix_outcome_answered_by" ON ${t("identifier_outcome")} ("answered_by", "session_id")`,
      `CREATE TABLE ${t("execution_metric")} (
        "id" ${uuid} NOT NULL,
        "session_id" ${uuid} NOT NULL,
        "path_execution_id" ${uuid},
        "type" ${text} NOT NULL,
        "name" ${text} NOT NULL,
        "value" ${text} NOT NULL,
        "unit" ${text},
        "recorded_at" ${instant} NOT NULL,
        CONSTRAINT "pk_execution_metric" PRIMARY KEY ("id"),
        CONSTRAINT "fk_metric_session" FOREIGN KEY ("session_id") REFERENCES ${t("mapping_session")} ("id"),
        CONSTRAINT "fk_metric_path_execution" FOREIGN KEY ("session_id", "path_execution_id") REFERENCES ${t("path_execution")} ("session_id", "id")
      )`,
      `CREATE INDEX "ix_metric_session" ON ${t("execution_metric")} ("session_id", "recorded_at", "id")`,
      `CREATE INDEX "ix_metric_path_execution" ON ${t("execution_metric")} ("session_id", "path_execution_id")
        WHERE path_execution_id IS NOT NULL`,
    ];
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const name of [
      "execution_metric",
      "identifier_outcome",
      "entity_mapping_provenance",
      "entity_mapping",
      "path_execution",
      "mapping_session",
    ] as const) {
      await queryRunner.query(`DROP TABLE ${this.table(name)}`);
    }
  }
}
