import type { Column, SqlValue } from "./sql-dialect.js";

/** Rows in one piece: the server reads one while the next is made. */
const ROWS = 500;

const SPECIAL = /[\\\n\r\t]/;
const ALL_SPECIAL = /[\\\n\r\t]/g;
const ESCAPED: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Rows in PostgreSQL's text format of COPY, see the documentation of COPY, "Text Format". */
export function* copyText(
  columns: readonly Column[],
  rows: Iterable<readonly SqlValue[]>,
): Generator<Buffer, void, undefined> {
  const encoders = columns.map(({ type }) =>
    type === "text" ? escaped : type === "instant" ? instants() : String,
  );
  let text = "";
  let count = 0;
  for (const row of rows) {
    for (let i = 0; i < encoders.length; i++) {
      if (i > 0) text += "\t";
      const value = row[i] ?? null;
      text += value === null ? "\\N" : (encoders[i] ?? String)(value);
    }
    text += "\n";
    if (++count % ROWS > 0) continue;
    yield Buffer.from(text);
    text = "";
  }
  if (text !== "") yield Buffer.from(text);
}

function escaped(value: SqlValue): string {
  const text = String(value);
  return SPECIAL.test(text) ? text.replaceAll(ALL_SPECIAL, (it) => ESCAPED[it] ?? it) : text;
}

/** Remembers the last one: rows of one batch have the same instants. */
function instants(): (value: SqlValue) => string {
  let last = Number.NaN;
  let text = "";
  return (value) => {
    const time = value instanceof Date ? value.getTime() : Number.NaN;
    if (time !== last) {
      text = new Date(time).toISOString();
      last = time;
    }
    return text;
  };
}
