import { EntitySchema, type EntitySchemaColumnOptions } from "typeorm";

import type { ColumnType, SqlDialect } from "../dialect/sql-dialect.js";
import type { TableName } from "./table-name.js";

interface TableShape {
  /** In order; a type that ends in `?` is nullable. */
  readonly columns: Readonly<Record<string, ColumnType | `${ColumnType}?`>>;
  /** SQL expressions for columns that rows of an earlier version lack. */
  readonly defaults?: Readonly<Record<string, string>>;
  readonly primaryKey: readonly string[];
  readonly foreignKeys?: readonly {
    name: string;
    columns: string[];
    table: TableName;
    references: string[];
  }[];
  readonly indexes: readonly { name: string; columns: string[]; unique?: boolean; where?: string }[];
}

/** The schema as TypeORM knows it. A test compares it with the result of the migrations. */
const shapes: Readonly<Record<TableName, TableShape>> = {
  mapping_session: {
    columns: {
      id: "uuid",
      source_endpoint: "text?",
      target_endpoint: "text?",
      source_type: "text",
      target_type: "text",
      parameters: "text",
      catalog_fingerprint: "text?",
      status: "text",
      started_at: "instant",
      ended_at: "instant?",
      heartbeat_at: "instant",
      owner: "text?",
      input_count: "integer?",
      result_count: "integer?",
      executor_version: "text?",
      error: "text?",
      tags: "text",
      resources: "text",
    },
    defaults: { resources: "'[]'" },
    primaryKey: ["id"],
    indexes: [
      { name: "ix_session_started", columns: ["started_at", "id"] },
      { name: "ix_session_status", columns: ["status", "started_at", "id"] },
    ],
  },
  path_execution: {
    columns: {
      id: "uuid",
      session_id: "uuid",
      path_id: "text",
      path_fingerprint: "text?",
      batch_index: "integer",
      source_type: "text",
      target_type: "text",
      status: "text",
      started_at: "instant",
      ended_at: "instant",
      duration_ms: "real",
      input_count: "integer",
      matched_count: "integer",
      details: "text",
    },
    primaryKey: ["id"],
    foreignKeys: [
      {
        name: "fk_path_execution_session",
        columns: ["session_id"],
        table: "mapping_session",
        references: ["id"],
      },
    ],
    indexes: [
      { name: "ux_path_execution_of_session", columns: ["session_id", "id"], unique: true },
      { name: "ix_path_execution_started", columns: ["session_id", "started_at", "id"] },
    ],
  },
  entity_mapping: {
    columns: {
      id: "uuid",
      source_type: "text",
      source_id: "text",
      target_type: "text",
      target_id: "text",
      first_seen_at: "instant",
      last_seen_at: "instant",
      observed_at: "instant",
      observed_by: "uuid?",
      confidence: "real",
      hop_count: "integer",
      direction: "text",
      is_derived: "boolean",
      observation: "text",
    },
    primaryKey: ["id"],
    indexes: [
      { name: "ix_mapping_source", columns: ["source_id", "source_type", "target_type"] },
      { name: "ix_mapping_target", columns: ["target_id", "target_type", "source_type"] },
    ],
  },
  entity_mapping_provenance: {
    columns: {
      id: "uuid",
      mapping_id: "uuid",
      session_id: "uuid",
      path_execution_id: "uuid",
      path_id: "text",
      recorded_at: "instant",
      confidence: "real",
      hop_count: "integer",
      direction: "text",
      is_derived: "boolean",
      executor_version: "text?",
      details: "text",
    },
    // The id is derived from the other two and the hops, so this key also keeps it unique, without another index.
    primaryKey: ["mapping_id", "path_execution_id", "id"],
    foreignKeys: [
      { name: "fk_provenance_mapping", columns: ["mapping_id"], table: "entity_mapping", references: ["id"] },
      {
        name: "fk_provenance_path_execution",
        columns: ["session_id", "path_execution_id"],
        table: "path_execution",
        references: ["session_id", "id"],
      },
    ],
    indexes: [{ name: "ix_provenance_session", columns: ["session_id", "path_execution_id", "id"] }],
  },
  identifier_outcome: {
    columns: {
      session_id: "uuid",
      source_id: "text",
      source_type: "text",
      target_type: "text",
      outcome: "text",
      target_count: "integer",
      is_ambiguous: "boolean",
      is_provisional: "boolean",
      matched_as: "text?",
      source_status: "text",
      answer_fingerprint: "text?",
      served_from: "text",
      answered_by: "uuid",
      recorded_at: "instant",
      raw_ids: "text",
      details: "text",
    },
    primaryKey: ["session_id", "source_id", "source_type", "target_type"],
    foreignKeys: [
      { name: "fk_outcome_session", columns: ["session_id"], table: "mapping_session", references: ["id"] },
      {
        name: "fk_outcome_answered_by",
        columns: ["answered_by"],
        table: "mapping_session",
        references: ["id"],
      },
    ],
    indexes: [
      {
        name: "ix_outcome_identifier",
        columns: ["source_id", "served_from", "source_type", "target_type", "session_id"],
      },
      { name: "ix_outcome_answered_by", columns: ["answered_by", "session_id"] },
    ],
  },
  execution_metric: {
    columns: {
      id: "uuid",
      session_id: "uuid",
      path_execution_id: "uuid?",
      type: "text",
      name: "text",
      value: "text",
      unit: "text?",
      recorded_at: "instant",
    },
    primaryKey: ["id"],
    foreignKeys: [
      { name: "fk_metric_session", columns: ["session_id"], table: "mapping_session", references: ["id"] },
      {
        name: "fk_metric_path_execution",
        columns: ["session_id", "path_execution_id"],
        table: "path_execution",
        references: ["session_id", "id"],
      },
    ],
    indexes: [
      { name: "ix_metric_session", columns: ["session_id", "recorded_at", "id"] },
      {
        name: "ix_metric_path_execution",
        columns: ["session_id", "path_execution_id"],
        where: "path_execution_id IS NOT NULL",
      },
    ],
  },
};

/** All indexes of the schema, except those of the primary keys. */
export function schemaIndexes(): { readonly name: string; readonly of: TableName }[] {
  return Object.entries(shapes).flatMap(([table, { indexes }]) =>
    indexes.map(({ name }) => ({ name, of: table as TableName })),
  );
}

/** The entity schemas of the trace, for a DataSource. */
export function entitySchemas(dialect: SqlDialect, schema?: string): EntitySchema[] {
  return Object.entries(shapes).map(([name, shape]) => {
    const columns = Object.entries(shape.columns).map(
      ([column, type]): [string, EntitySchemaColumnOptions] => {
        const isNullable = type.endsWith("?");
        const logical = (isNullable ? type.slice(0, -1) : type) as ColumnType;
        const isText = logical === "text" && dialect.name === "postgres";
        const physical = dialect.columnTypes[logical];
        const isPrimary = shape.primaryKey.includes(column);
        const fallback = shape.defaults?.[column];
        return [
          column,
          {
            ...(physical.startsWith("timestamp(3)")
              ? { type: "timestamp with time zone", precision: 3 }
              : { type: physical as "text" }),
            nullable: isNullable,
            ...(isPrimary ? { primary: true, primaryKeyConstraintName: `pk_${name}` } : {}),
            ...(isText ? { collation: "C" } : {}),
            ...(fallback === undefined ? {} : { default: () => fallback }),
          },
        ];
      },
    );
    return new EntitySchema({
      name,
      tableName: name,
      ...(schema === undefined ? {} : { schema }),
      columns: Object.fromEntries(columns),
      indices: shape.indexes.map((it) => ({ ...it, columns: [...it.columns] })),
      foreignKeys: (shape.foreignKeys ?? []).map((it) => ({
        name: it.name,
        target: it.table,
        columnNames: it.columns,
        referencedColumnNames: it.references,
      })),
    });
  });
}
