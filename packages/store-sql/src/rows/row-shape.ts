import type { Column, SqlDialect, SqlValue } from "../dialect/sql-dialect.js";

/** The columns of a table, and how a record is turned into a row. */
export interface RowShape<T> {
  readonly columns: readonly Column[];
  readonly toRow: (record: T) => readonly SqlValue[];
}

/** The select list that the `from…Row` functions expect, with instants as milliseconds. */
export function selectList(shape: RowShape<never>, dialect: SqlDialect, alias?: string): string {
  return shape.columns
    .map(({ name, type }) => {
      const column = alias === undefined ? `"${name}"` : `${alias}."${name}"`;
      return type === "instant" ? `${dialect.milliseconds(column)} AS "${name}"` : column;
    })
    .join(", ");
}

/** A row as the driver returns it, in which big integers may be text. */
export type Row = Readonly<Record<string, unknown>>;

export function text(row: Row, column: string): string {
  return row[column] as string;
}

export function textOrNull(row: Row, column: string): string | null {
  return row[column] as string | null;
}

export function number(row: Row, column: string): number {
  return Number(row[column]);
}

export function numberOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : Number(row[column]);
}

export function boolean(row: Row, column: string): boolean {
  return Boolean(row[column]);
}

export function instant(row: Row, column: string): Date {
  return new Date(Number(row[column]));
}

export function instantOrNull(row: Row, column: string): Date | null {
  return row[column] === null ? null : instant(row, column);
}

/** The parsed JSON of a column; the caller knows its type. */
export function json(row: Row, column: string): unknown {
  return JSON.parse(text(row, column));
}

export function jsonOrNull(row: Row, column: string): unknown {
  return row[column] === null ? null : json(row, column);
}
