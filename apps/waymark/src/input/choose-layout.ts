import { extname } from "node:path";

import { UsageError } from "../frame/usage-error.js";
import type { InputFile } from "./input-file.js";
import { InputError } from "./input-error.js";
import type { InputLayout } from "./input-layout.js";
import { otherSeparator, separatorAdvice } from "./other-separator.js";
import { readLines } from "./read-lines.js";
import { readRecords } from "./read-records.js";

export interface LayoutOptions {
  /** Name or number (from 1) of the column with the identifiers; null for a list. */
  readonly column: string | null;
  /** Name or number of the column with identifiers of another type, by type. */
  readonly secondary: Readonly<Record<string, string>>;
  /** Whether the first line is a heading; null to decide by its content. */
  readonly header: boolean | null;
  /** Types of the catalog: a line that consists of one is a heading. */
  readonly types: readonly string[];
}

export interface ChosenLayout {
  readonly layout: InputLayout;
  /** Notes for the user. */
  readonly notes: readonly string[];
}

/** Usual headings of a column of identifiers. */
const HEADINGS = new Set(
  (
    "id ids identifier identifiers name names symbol symbols gene genes geneid genename genesymbol genesymbols genelist " +
    "hgncsymbol hgncid entrez entrezid ncbigene ncbigeneid ensembl ensemblid ensemblgeneid uniprot uniprotid uniprotkbac " +
    "accession accessions protein proteins proteinid entry query input source target disease term"
  ).split(" "),
);

/**
 * Determines the layout of a file from the options and its first lines.
 *
 * @throws InputError the file is empty
 * @throws UsageError a column does not exist or its name is not unique, or the file is a table but no column was given
 */
export async function chooseLayout(file: InputFile, options: LayoutOptions): Promise<ChosenLayout> {
  const first = await firstLine(file);
  if (first === undefined) throw new InputError(`${file.shown} is empty: a list has one identifier per line`);
  const delimiter = delimiterOf(first, file);
  if (options.column === null) {
    if (Object.keys(options.secondary).length > 0)
      throw new UsageError("--secondary needs --column, the column with the identifiers");
    return asList(file, first, delimiter, options);
  }
  return asTable(file, delimiter ?? "\t", options.column, options);
}

function asList(
  file: InputFile,
  first: string,
  delimiter: "\t" | "," | ";" | null,
  { header, types }: LayoutOptions,
): ChosenLayout {
  const isTable = delimiter === "\t" || (delimiter !== null && extension(file) === ".csv");
  if (isTable) {
    const columns = first.split(delimiter).map((it) => it.trim());
    throw new UsageError(
      `${file.shown} is a table: choose the column with the identifiers with --column, by name or number ` +
        `(${columns.slice(0, 20).join(", ")})`,
      { columns },
    );
  }
  const isHeading = looksLikeHeading(first, types);
  const hasHeader = header ?? isHeading;
  const notes = [
    ...(header === null && isHeading
      ? [`line 1 (${first.trim()}) was taken for a heading; if it is an identifier, use --no-header`]
      : []),
  ];
  return { layout: { kind: "list", hasHeader }, notes };
}

async function asTable(
  file: InputFile,
  delimiter: "\t" | "," | ";",
  column: string,
  options: LayoutOptions,
): Promise<ChosenLayout> {
  const hasHeader = options.header ?? true;
  let head: readonly string[] = [];
  for await (const { cells } of readRecords(file.text(), delimiter, file.shown)) {
    head = cells;
    break;
  }
  const names = hasHeader
    ? head.map((it) => it.trim())
    : head.map((_, index) => `column_${String(index + 1)}`);
  const find = (wanted: string): number => columnIndex(wanted, names, hasHeader, file.shown);
  const { columns, doubles } = unique(names);
  const notes = doubles.map((it) => `several columns are named ${it}: all but the first are numbered`);
  return {
    layout: {
      kind: "table",
      delimiter,
      hasHeader,
      columns,
      column: find(column),
      secondary: Object.fromEntries(Object.entries(options.secondary).map(([type, it]) => [type, find(it)])),
    },
    notes,
  };
}

function columnIndex(wanted: string, names: readonly string[], hasHeader: boolean, shown: string): number {
  const named = names.flatMap((it, index) => (it === wanted ? [index] : []));
  const [only, second] = named;
  if (only !== undefined && second === undefined) return only;
  if (only !== undefined) {
    const where = named.map((it) => String(it + 1)).join(" and ");
    throw new UsageError(`${shown} has several columns named ${wanted}: choose one by number (${where})`);
  }
  const number = /^\d+$/.test(wanted) ? Number(wanted) : 0;
  if (number >= 1 && number <= names.length) return number - 1;
  const separator = names.length === 1 ? otherSeparator(names[0] ?? "") : null;
  const advice = separator === null ? "" : `: ${separatorAdvice(separator)}`;
  throw new UsageError(
    `${shown} has no column ${wanted}${hasHeader ? "" : " (without a header, use column numbers)"}; there are ` +
      names.map((it, index) => `${String(index + 1)} ${it}`).join(", ") +
      advice,
    { columns: [...names] },
  );
}

/** Numbers repeated names, so that every column of the output has a unique name. */
function unique(names: readonly string[]): { readonly columns: string[]; readonly doubles: string[] } {
  const taken = new Set<string>();
  const doubles = new Set<string>();
  const columns = names.map((name, index) => {
    const base = name === "" ? `column_${String(index + 1)}` : name;
    let own = base;
    for (let number = 2; taken.has(own); number += 1) own = `${base}_${String(number)}`;
    if (own !== base) doubles.add(base);
    taken.add(own);
    return own;
  });
  return { columns, doubles: [...doubles] };
}

/** The first line that is not blank. */
async function firstLine(file: InputFile): Promise<string | undefined> {
  for await (const { text } of readLines(file.text(), file.shown)) if (text.trim() !== "") return text;
  return undefined;
}

function delimiterOf(first: string, file: InputFile): "\t" | "," | ";" | null {
  if (first.includes("\t")) return "\t";
  if (first.includes(",")) return ",";
  if (first.includes(";") && extension(file) !== ".tsv") return ";";
  return extension(file) === ".csv" ? "," : null;
}

function extension({ path }: InputFile): string {
  return extname((path ?? "").replace(/\.gz$/i, "")).toLowerCase();
}

function looksLikeHeading(line: string, types: readonly string[]): boolean {
  const text = line.trim();
  return (
    types.some((it) => it.toLowerCase() === text.toLowerCase()) ||
    HEADINGS.has(text.toLowerCase().replaceAll(/[\s_.#-]/g, ""))
  );
}
