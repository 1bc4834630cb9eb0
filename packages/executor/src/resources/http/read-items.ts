import { parse } from "csv-parse/sync";
import jmespath from "jmespath";

import type { HttpRequest, HttpSelect } from "./http-request.js";

/** One item of an answer. */
export interface AnswerItem {
  /** The identifiers that it is about; null if the answer does not name them, since only one was asked for. */
  readonly identifiers: readonly string[] | null;
  readonly targets: readonly string[];
  readonly confidence: number | null;
}

/** One page of an answer. */
export interface AnswerPage {
  readonly items: readonly AnswerItem[];
  /** The JSON document; undefined for a table. */
  readonly document: unknown;
}

/** An answer makes no sense. The message quotes nothing from it. */
export class SenselessAnswerError extends Error {
  override readonly name = "SenselessAnswerError";
}

/** @throws SenselessAnswerError */
export function readPage(text: string, format: HttpRequest["format"], select: HttpSelect): AnswerPage {
  if (format === "tsv" || format === "csv")
    return { items: readTable(text, format === "csv" ? "," : "\t", select), document: undefined };
  const document = parseJson(text);
  return { items: readJson(document, select), document };
}

/** @throws SenselessAnswerError */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The error of `JSON.parse` quotes the text.
    throw new SenselessAnswerError(`the answer of ${text.length} characters is not JSON, or is truncated`);
  }
}

/**
 * The value at a JMESPath.
 *
 * @throws SenselessAnswerError a function in it cannot be applied
 */
export function valueAt(document: unknown, expression: string): unknown {
  try {
    return jmespath.search(document, expression) as unknown;
  } catch {
    throw new SenselessAnswerError(`${expression} cannot be applied to the answer`);
  }
}

function readJson(document: unknown, { items = "@", id, target, confidence }: HttpSelect): AnswerItem[] {
  const found = valueAt(document, items);
  if (found === null || found === undefined)
    throw new SenselessAnswerError(`the answer has nothing at ${items}`);
  if (typeof found !== "object") throw new SenselessAnswerError(`the answer has no items at ${items}`);
  const list: readonly unknown[] = Array.isArray(found) ? found : [found];
  // Services answer null for identifiers that they do not know.
  const known = list.filter((it) => it !== null);
  if (id !== undefined && known.length > 0 && known.every((it) => isNothing(valueAt(it, id))))
    throw new SenselessAnswerError(`no item of the answer has an identifier at ${id}`);
  return known.map((item) => ({
    identifiers: id === undefined ? null : textsAt(item, id),
    targets: textsAt(item, target),
    confidence: confidence === undefined ? null : readConfidence(valueAt(item, confidence)),
  }));
}

function isNothing(value: unknown): boolean {
  return (
    value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)
  );
}

/** The strings and whole numbers at a JMESPath, also in lists of any depth; nothing for null and empty values. */
function textsAt(item: unknown, expression: string): string[] {
  const values: readonly unknown[] = [valueAt(item, expression)].flat(Infinity);
  return values.flatMap((value) => {
    if (isNothing(value)) return [];
    if (typeof value === "string") return [value];
    // A larger number has already lost digits.
    if (Number.isSafeInteger(value)) return [String(value)];
    throw new SenselessAnswerError(`the value at ${expression} of the answer is not an identifier`);
  });
}

function readConfidence(value: unknown): number | null {
  if (isNothing(value)) return null;
  const number = typeof value === "string" ? Number(value) : value;
  if (typeof number === "number" && number >= 0 && number <= 1) return number;
  throw new SenselessAnswerError("the answer has a confidence that is not from 0 to 1");
}

function readTable(text: string, delimiter: string, select: HttpSelect): AnswerItem[] {
  const [header, ...rows] = parseTable(text, delimiter);
  if (header === undefined) throw new SenselessAnswerError("the answer has no header");
  const names = header.map((it) => it.trim());
  const at = (column: string): number => {
    const index = names.indexOf(column);
    if (index < 0) throw new SenselessAnswerError(`the answer has no column ${column}`);
    return index;
  };
  const idAt = select.id === undefined ? null : at(select.id);
  const targetAt = at(select.target);
  const confidenceAt = select.confidence === undefined ? null : at(select.confidence);
  const split = (cell = ""): string[] =>
    (select.listSeparator === undefined ? [cell] : cell.split(select.listSeparator)).filter(
      (it) => it.trim() !== "",
    );
  return rows.map((cells) => {
    if (cells.length !== header.length)
      throw new SenselessAnswerError("a row of the answer has more or fewer cells than its header");
    return {
      identifiers: idAt === null ? null : split(cells[idAt]),
      targets: split(cells[targetAt]),
      confidence: confidenceAt === null ? null : readConfidence(cells[confidenceAt]?.trim()),
    };
  });
}

function parseTable(text: string, delimiter: string): string[][] {
  try {
    return parse(text, {
      delimiter,
      record_delimiter: ["\r\n", "\n", "\r"],
      // In TSV, as most tools write it, quotes are ordinary characters.
      quote: delimiter === "," ? '"' : null,
      relax_column_count: true,
      skip_empty_lines: true,
      bom: true,
    });
  } catch {
    throw new SenselessAnswerError("the answer is not a table: a quote is misplaced, or it is truncated");
  }
}
