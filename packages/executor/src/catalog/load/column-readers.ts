import type { IdentifierType } from "../../identifier-type.js";
import type { SkippedEntries } from "../../resources/skipped-entries.js";
import type { MapDeclaration } from "../read/declarations.js";
import type { Located } from "../read/located.js";
import { ColumnFit } from "./column-fit.js";
import { columnPlace } from "./column-place.js";

/** Reads the identifiers of one row. */
export type IdentifierReader = (cells: readonly string[], line: number) => readonly string[];

const NONE: readonly string[] = [];

/**
 * Creates readers of a table's columns, each for what the column was declared to contain; cells that cannot be read are
 * counted.
 */
export class ColumnReaders {
  /** Whether a column is missing, which is noted where the catalog names it. */
  hasProblem = false;
  private readonly fits = new Map<string, ColumnFit>();

  constructor(
    private readonly header: readonly string[],
    /** Path of the table, for messages. */
    private readonly path: string,
    private readonly skipped: SkippedEntries,
  ) {}

  /** Warnings about columns of which no cell is what it was declared to be. */
  warnings(file: string): string[] {
    return [...this.fits.values()].flatMap((it) => it.warning(file) ?? []);
  }

  /** Reads the identifiers of several cells, one after the other. */
  cells(
    columns: readonly Located<string>[],
    type: IdentifierType,
    separator: string | null,
  ): IdentifierReader {
    const readers = columns.map((it) => this.cell(it, type, separator));
    const [only] = readers;
    if (only !== undefined && readers.length === 1) return only;
    return (cells, line) => [...new Set(readers.flatMap((read) => read(cells, line)))];
  }

  /** Whether a row has the preferred one of several targets. */
  preference(preferred: MapDeclaration["preferred"]): (cells: readonly string[]) => boolean {
    if (preferred === null) return () => false;
    const at = this.place(preferred.column);
    const { value } = preferred;
    return (cells) => {
      const cell = (cells[at] ?? "").trim();
      return value === null ? cell !== "" : cell === value;
    };
  }

  /** Reads a day, month or year, in UTC; any other text is counted, and its row is still used. */
  date(column: Located<string> | null): (cells: readonly string[], line: number) => Date | null {
    if (column === null) return () => null;
    const at = this.place(column);
    return (cells, line) => {
      const cell = (cells[at] ?? "").trim();
      if (cell === "") return null;
      const time = /^\d{4}(-\d{2}(-\d{2})?)?$/.test(cell) ? Date.parse(cell) : Number.NaN;
      if (!Number.isNaN(time)) return new Date(time);
      const shown = JSON.stringify(cell.slice(0, 40));
      this.skipped.add(
        `date ${column.value}`,
        line,
        () => `${column.value}: ${shown} is not a date such as 2019-03-01`,
      );
      return null;
    };
  }

  /** Reads the identifiers of one cell; `nothing` is a text that stands for none. */
  cell(
    column: Located<string>,
    type: IdentifierType,
    separator: string | null,
    nothing: string | null = null,
  ): IdentifierReader {
    const at = this.place(column);
    const kind = `identifier ${column.value} ${type.name}`;
    const normalise = (raw: string, line: number): readonly string[] => {
      // The decoder puts this character in place of bytes that are not UTF-8.
      const isText = !raw.includes("\uFFFD");
      const result = isText ? type.normalise(raw) : { isValid: false as const, reason: "it is not UTF-8" };
      if (result.isValid) return [result.identifier];
      const trimmed = raw.trim();
      if (trimmed !== "" && trimmed !== nothing) {
        const shown = JSON.stringify(raw.slice(0, 40));
        this.skipped.add(
          kind,
          line,
          () => `${column.value}: ${shown} is not a ${type.name}: ${result.reason}`,
        );
      }
      return NONE;
    };
    const fit = this.fitOf(column.value, type);
    return (cells, line) => {
      const cell = cells[at] ?? "";
      if (cell === "" || cell === nothing) return NONE;
      const found =
        separator === null || !cell.includes(separator)
          ? normalise(cell, line)
          : cell.split(separator).flatMap((it) => normalise(it, line));
      fit.add(cell, found);
      return found;
    };
  }

  /** Reads a confidence, 0 to 1; null if the cell is empty or contains something else, which is counted. */
  confidence(column: Located<string> | null): (cells: readonly string[], line: number) => number | null {
    if (column === null) return () => null;
    const at = this.place(column);
    return (cells, line) => {
      const text = cells[at] ?? "";
      if (text.trim() === "") return null;
      const value = Number(text);
      if (value >= 0 && value <= 1) return value;
      const shown = JSON.stringify(text.slice(0, 40));
      this.skipped.add(
        "confidence",
        line,
        () => `the confidence ${shown} is not from 0 to 1: that of the rank is used`,
      );
      return null;
    };
  }

  /** The index of a column in a row; -1, and a problem, if it is missing or occurs twice. */
  place(column: Located<string>): number {
    const place = columnPlace(column, this.header, this.path);
    if (place < 0) this.hasProblem = true;
    return place;
  }

  /** Shared by all readers of the column for this type. */
  private fitOf(column: string, type: IdentifierType): ColumnFit {
    const key = `${column}\0${type.name}`;
    const fit = this.fits.get(key) ?? new ColumnFit(column, type);
    this.fits.set(key, fit);
    return fit;
  }
}
