import { copyData } from "./copy-data.js";
import type { SqlDialect, SqlValue } from "./sql-dialect.js";

/** The key of the advisory lock under which migrations run: "waymark" in ASCII. */
const MIGRATION_LOCK = "33602696382607979";

/**
 * All records are between these years. The server cannot parse the text that JavaScript writes for dates far outside.
 */
const YEAR_1 = new Date("0001-01-01T00:00:00.000Z");
const YEAR_9999 = new Date("9999-12-31T23:59:59.999Z");

/** An age greater than that of all records, which the server can still subtract from its time. */
const LONG_AGO_MS = 1e14;

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
  inspection: {
    product: "PostgreSQL",
    version: "SELECT current_setting('server_version') AS version",
    indexes: `SELECT c.relname AS name, i.indisvalid AS is_usable
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
      WHERE i.indrelid IN (SELECT to_regclass(t) FROM unnest($1::text[]) AS t)`,
    size: `SELECT coalesce(sum(pg_total_relation_size(to_regclass(t))), 0) AS bytes FROM unnest($1::text[]) AS t`,
  },
  beginWrite: "BEGIN ISOLATION LEVEL READ COMMITTED",
  beginRead: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
  now: "clock_timestamp()",
  // Transactions that only refer to such a row need not wait.
  forUpdate: "FOR NO KEY UPDATE",
  forReference: "FOR KEY SHARE",
  // Whoever waits for a row, or for a key that is being inserted, waits for the id of the transaction that holds it.
  waitedFor: `SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted
    AND transactionid = pg_current_xact_id_if_assigned()::xid) AS waited_for`,
  migrationLock: `SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`,

  statement: (sql) => sql,

  rowSource(columns, rows) {
    const arrays = columns.map((it, i) => `$${String(i + 1)}::${arrayTypes[it.type]}[]`);
    return {
      from: `unnest(${arrays.join(", ")}) AS r(${columns.map((it) => it.name).join(", ")})`,
      parameters: columns.map((_, i) => rows.map((row) => encode(row[i] ?? null))),
    };
  },

  isInProcess: false,
  toParameters: (row) => row.map(encode),
  copyData,

  isIn: (expression, parameter, type) => `${expression} = ANY(${parameter}::${arrayTypes[type]}[])`,
  // The text that the driver would write, too, but slowly for thousands of ids.
  list: (values) => `{${values.map(arrayElement).join(",")}}`,
  forEach: (parameter, query) =>
    `unnest(${parameter}::text[]) AS ids(id) CROSS JOIN LATERAL (${query}) AS found`,
  deleteSome: (table, condition, limit) =>
    `DELETE FROM ${table}
     WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE ${condition} LIMIT ${String(limit)}))`,
  instant: (date) => (date < YEAR_1 ? "-infinity" : date > YEAR_9999 ? "infinity" : date.toISOString()),
  instantParameter: (parameter) => `${parameter}::timestamptz`,
  // An integer, since `extra_float_digits` may cut off digits of a fraction.
  milliseconds: (column) => `(extract(epoch FROM ${column}) * 1000)::bigint`,
  ago: (parameter) =>
    `clock_timestamp() - LEAST(${parameter}::double precision, ${String(LONG_AGO_MS)}) * interval '1 millisecond'`,
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

function arrayElement(text: string): string {
  return /[\\"]/.test(text) ? `"${text.replaceAll(/[\\"]/g, "\\$&")}"` : `"${text}"`;
}

function encode(value: SqlValue): string | number | boolean | null {
  return value instanceof Date ? value.toISOString() : value;
}
