import type { SqlDialect, SqlValue } from "./sql-dialect.js";

/** The key of the advisory lock under which migrations run: "waymark" in ASCII. */
const MIGRATION_LOCK = "33620307567963755";

export const postgresDialect: SqlDialect = {
  name: "postgres",
  columnTypes: {
    uuid: "uuid",
    text: "text",
    instant: "timestamp(3) with time zone",
    integer: "bigint",
    real: "double precision",
    boolean: "boolean",
  },
  isSerial: false,
  beginWrite: "BEGIN ISOLATION LEVEL READ COMMITTED",
  beginRead: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
  now: "clock_timestamp()",
  forUpdate: "FOR UPDATE",
  migrationLock: `SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`,

  statement: (sql) => sql,

  rowSource(columns, rows) {
    const arrays = columns.map((it, i) => `$${String(i + 1)}::${arrayTypes[it.type]}[]`);
    return {
      from: `unnest(${arrays.join(", ")}) AS r(${columns.map((it) => it.name).join(", ")})`,
      parameters: columns.map((_, i) => rows.map((row) => encode(row[i] ?? null))),
    };
  },

  isIn: (expression, parameter, type) => `${expression} = ANY(${parameter}::${arrayTypes[type]}[])`,
  list: (values) => values,
  instant: (date) => date.toISOString(),
  instantParameter: (parameter) => `${parameter}::timestamptz`,
  milliseconds: (column) => `(extract(epoch FROM ${column}) * 1000)::double precision`,
  ago: (parameter) => `clock_timestamp() - ${parameter}::double precision * interval '1 millisecond'`,
  least: (a, b) => `LEAST(${a}, ${b})`,
  greatest: (a, b) => `GREATEST(${a}, ${b})`,
};

const arrayTypes = {
  uuid: "uuid",
  text: "text",
  instant: "timestamptz",
  integer: "bigint",
  real: "double precision",
  boolean: "boolean",
} as const;

function encode(value: SqlValue): string | number | boolean | null {
  return value instanceof Date ? value.toISOString() : value;
}
