import { InputError } from "./input-error.js";

export interface InputLine {
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
}

/** A longer line is not in a list of identifiers. */
const MAX_CHARACTERS = 1024 * 1024;

/**
 * Splits text into lines at any kind of line break; the last line needs none.
 *
 * @throws InputError a line is longer than a million characters
 */
export async function* readLines(
  text: AsyncIterable<string>,
  shown: string,
): AsyncGenerator<InputLine, void, undefined> {
  let rest = "";
  let line = 0;
  for await (const piece of text) {
    rest += piece;
    // A CR at the end may be the first half of a CRLF.
    const end = rest.endsWith("\r") ? rest.length - 1 : rest.length;
    const lines = rest.slice(0, end).split(/\r\n|\n|\r/);
    rest = (lines.pop() ?? "") + rest.slice(end);
    for (const it of lines) yield { line: ++line, text: checked(it, line, shown) };
    checked(rest, line + 1, shown);
  }
  const last = rest.replace(/\r$/, "");
  if (last !== "") yield { line: line + 1, text: last };
}

function checked(text: string, line: number, shown: string): string {
  if (text.length <= MAX_CHARACTERS) return text;
  throw new InputError(
    `${shown}, line ${String(line)}: longer than a million characters; a list has one identifier per line`,
    { line },
  );
}
