import { readFile } from "node:fs/promises";

import type { CuratedOverride } from "../../curated-override.js";
import { readTable } from "../../resources/read-table.js";
import { TableError } from "../../resources/table-error.js";
import { CatalogDocument } from "../read/catalog-document.js";
import type { TypeDeclaration } from "../read/declarations.js";
import { InvalidCatalogError, type CatalogProblem } from "../invalid-catalog-error.js";
import { readOverrides } from "../read/read-overrides.js";
import { unknownName } from "../../messages/unknown-name.js";

/** The columns of a table of overrides. */
const COLUMNS = ["from_type", "from_id", "to_type", "to_id", "never", "author", "reason"] as const;

type Column = (typeof COLUMNS)[number];

/**
 * Reads overrides from a separate file. If its name ends in `.tsv`, `.csv` or `.txt`, it is a table with the columns
 * `from_type`, `from_id`, `to_type`, `to_id`, `author`, `reason` and, optionally, `never` (if not empty, the two never
 * map). Any other file is YAML: the list, or a map with the list under `overrides`.
 *
 * @throws InvalidCatalogError with all problems that were found, each with its place
 * @throws Error the file cannot be read
 */
export async function readOverridesFile(
  file: string,
  types: readonly TypeDeclaration[],
): Promise<CuratedOverride[]> {
  if (/\.(tsv|csv|txt)$/i.test(file)) return readOverridesTable(file, types);
  const document = new CatalogDocument(file, await readFile(file, "utf8"), "map or list");
  const list = document.root.isList ? document.root : document.root.fields(["overrides"]).overrides;
  const overrides = list ? readOverrides(list, types) : [];
  document.throwIfInvalid();
  return overrides;
}

async function readOverridesTable(
  file: string,
  types: readonly TypeDeclaration[],
): Promise<CuratedOverride[]> {
  const problems: CatalogProblem[] = [];
  const overrides: CuratedOverride[] = [];
  let header: readonly string[] | undefined;
  let isReadable = false;
  const format = {
    delimiter: file.toLowerCase().endsWith(".csv") ? "," : "\t",
    comment: "#",
    quote: '"',
    isGzipped: false,
  } as const;
  try {
    await readTable(file, format, ({ line, cells }) => {
      const note = (message: string): undefined => {
        problems.push({ file, line, column: null, message });
        return undefined;
      };
      if (header === undefined) {
        checkHeader((header = cells), note);
        isReadable = problems.length === 0;
      } else if (isReadable) {
        const columns = header;
        const cell = (column: Column): string => cells[columns.indexOf(column)]?.trim() ?? "";
        const override = overrideOf(cell, types, note);
        if (override) overrides.push(override);
      }
    });
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    problems.push({ file, line: error.line, column: null, message: error.message });
  }
  if (header === undefined && problems.length === 0)
    problems.push({ file, line: null, column: null, message: `is empty: it needs ${COLUMNS.join(", ")}` });
  if (problems.length > 0) throw new InvalidCatalogError(problems);
  return overrides;
}

function checkHeader(header: readonly string[], note: (message: string) => undefined): void {
  for (const column of COLUMNS)
    if (column !== "never" && !header.includes(column)) note(`lacks the column ${column}`);
  for (const column of header)
    if (!COLUMNS.some((it) => it === column)) note(unknownName("column", column, COLUMNS));
}

function overrideOf(
  cell: (column: Column) => string,
  types: readonly TypeDeclaration[],
  note: (message: string) => undefined,
): CuratedOverride | undefined {
  const source = identifierOf(cell("from_type"), cell("from_id"), types, note);
  const target = identifierOf(cell("to_type"), cell("to_id"), types, note);
  const [author, reason] = [cell("author"), cell("reason")];
  if (author === "" || reason === "") return note("must say who decided, and why: author and reason");
  if (!source || !target) return undefined;
  return {
    sourceType: source.type,
    sourceId: source.id,
    targetType: target.type,
    targetId: target.id,
    isNever: cell("never") !== "",
    author,
    reason,
  };
}

function identifierOf(
  type: string,
  raw: string,
  types: readonly TypeDeclaration[],
  note: (message: string) => undefined,
): { readonly type: string; readonly id: string } | undefined {
  const names = types.map((it) => it.type.name);
  const declared = types.find((it) => it.type.name === type)?.type;
  if (declared === undefined) return note(unknownName("type", type, names));
  const normalised = declared.normalise(raw);
  if (!normalised.isValid) return note(`${raw} is not a valid ${type}: ${normalised.reason}`);
  return { type, id: normalised.identifier };
}
