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
  const isText = columns.map(({ type }) => type === "text");
  const instant = instants();
  let text = "";
  let count = 0;
  for (const row of rows) {
    for (let i = 0; i < row.length; i++) {
      if (i > 0) text += "\t";
      const value = row[i] ?? null;
      if (value === null) text += "\\N";
      else if (typeof value === "object") text += instant(value.getTime());
      else text += isText[i] ? escaped(String(value)) : String(value);
    }
    text += "\n";
    if (++count % ROWS > 0) continue;
    yield Buffer.from(text);
    text = "";
  }
  if (text !== "") yield Buffer.from(text);
}

function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replaceAll(ALL_SPECIAL, (it) => ESCAPED[it] ?? it) : text;
}

/** Remembers the last one: rows of one batch have the same instants. */
function instants(): (time: number) => string {
  let last = Number.NaN;
  let text = "";
  return (time) => {
    if (time !== last) {
      text = new Date(time).toISOString();
      last = time;
    }
    return text;
  };
}
