import type { SqlValue } from "./sql-dialect.js";

/** Rows in one piece: the server reads one while the next is made. */
const ROWS = 500;

const SPECIAL = /[\\\n\r\t]/g;
const ESCAPED: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * Rows in PostgreSQL's text format of COPY, see the documentation of COPY, "Text Format".
 */
export function* copyText(rows: Iterable<readonly SqlValue[]>): Generator<Buffer, void, undefined> {
  let text = "";
  let count = 0;
  for (const row of rows) {
    for (let i = 0; i < row.length; i++) text += (i === 0 ? "" : "\t") + field(row[i] ?? null);
    text += "\n";
    if (++count % ROWS > 0) continue;
    yield Buffer.from(text);
    text = "";
  }
  if (text !== "") yield Buffer.from(text);
}

function field(value: SqlValue): string {
  if (value === null) return "\\N";
  if (typeof value !== "string") return value instanceof Date ? value.toISOString() : String(value);
  return value.replaceAll(SPECIAL, (it) => ESCAPED[it] ?? it);
}
