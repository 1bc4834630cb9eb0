import type { SqlDialect, SqlValue } from "./sql-dialect.js";

/** Instants are whole milliseconds since 1970, ids and JSON are text. */
export const sqliteDialect: SqlDialect = {
  name: "sqlite",
  columnTypes: {
    uuid: "text",
    text: "text",
    instant: "integer",
    integer: "integer",
    real: "real",
    boolean: "integer",
  },
  isSerial: true,
  inspection: {
    product: "SQLite",
    version: "SELECT sqlite_version() AS version",
    indexes: `SELECT name, true AS is_usable FROM sqlite_schema
      WHERE type = 'index' AND '"' || tbl_name || '"' IN (SELECT value FROM json_each($1))`,
    // The whole file, since it contains only the trace.
    size: `SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size
      WHERE json_array_length($1) > 0`,
  },
  // A deferred transaction would fail at its first write if another process had written meanwhile.
  beginWrite: "BEGIN IMMEDIATE",
  // An immediate one would wait for another process's write.
  beginRead: "BEGIN DEFERRED",
  now: "CAST(round(unixepoch('now', 'subsec') * 1000) AS INTEGER)",
  forUpdate: "",
  forReference: "",
  waitedFor: null,
  migrationLock: null,

  // To SQLite, `$1` is a name, and names are numbered in the order of their first use.
  statement: (sql) => sql.replaceAll(/\$(\d+)/g, "?$1"),

  rowSource(columns, rows) {
    const fields = columns.map((it, i) => `json_extract(value, '$[${String(i)}]') AS ${it.name}`);
    return {
      from: `(SELECT ${fields.join(", ")} FROM json_each($1)) AS r`,
      parameters: [JSON.stringify(rows.map((row) => row.map(encode)))],
    };
  },

  isInProcess: true,
  toParameters(row) {
    const values: unknown[] = [];
    for (const it of row) values.push(typeof it === "boolean" ? Number(it) : encode(it));
    return values;
  },
  copyData: null,

  isIn: (expression, parameter) => `${expression} IN (SELECT value FROM json_each(${parameter}))`,
  list: (values) => JSON.stringify(values),
  forEach: null,
  deleteSome: (table, condition, limit) =>
    `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE ${condition} LIMIT ${String(limit)})`,
  instant: (date) => date.getTime(),
  instantParameter: (parameter) => parameter,
  milliseconds: (column) => column,
  ago: (parameter) => `CAST(round(unixepoch('now', 'subsec') * 1000) AS INTEGER) - ${parameter}`,
  least: (a, b) => `min(${a}, ${b})`,
  greatest: (a, b) => `max(${a}, ${b})`,
};

function encode(value: SqlValue): string | number | boolean | null {
  return value instanceof Date ? value.getTime() : value;
}
