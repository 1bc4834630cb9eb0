/** Longer than any line of a trace: an outcome with 10,000 targets has about 5 MB. */
const MAX_LINE_CHARACTERS = 64 * 1024 * 1024;

export interface TextLine {
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
  /** Whether a line break follows; only the last line may lack one. */
  readonly isEnded: boolean;
}

/**
 * Splits text that arrives in pieces into lines, and yields the lines of each piece together. A byte order mark and
 * carriage returns at line ends are removed; empty lines are counted, but left out.
 *
 * @param failure creates the error for a line that is longer than any record, or for bytes that are not UTF-8
 */
export async function* splitLines(
  pieces: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
  failure: (line: number, reason: string, cause?: unknown) => Error,
): AsyncGenerator<TextLine[], void, undefined> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let rest = "";
  let number = 0;
  const take = (text: string, isEnded: boolean): TextLine[] => {
    number += 1;
    const line = text.endsWith("\r") ? text.slice(0, -1) : text;
    const clean = number === 1 && line.startsWith("\uFEFF") ? line.slice(1) : line;
    return clean === "" ? [] : [{ number, text: clean, isEnded }];
  };
  const decode = (bytes?: Uint8Array): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch (error) {
      throw failure(number + 1, "this line, or one soon after it, is not UTF-8", error);
    }
  };
  for await (const piece of pieces) {
    const parts = (typeof piece === "string" ? piece : decode(piece)).split("\n");
    const last = parts.pop() ?? "";
    const lines: TextLine[] = [];
    for (const part of parts) {
      lines.push(...take(rest + part, true));
      rest = "";
    }
    rest += last;
    if (rest.length > MAX_LINE_CHARACTERS)
      throw failure(number + 1, "this line is longer than any record: is this a trace?");
    if (lines.length > 0) yield lines;
  }
  rest += decode();
  if (rest !== "") yield take(rest, false);
}
