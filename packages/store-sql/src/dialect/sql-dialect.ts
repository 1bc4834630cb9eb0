/** The logical types of columns; each dialect has its own names for them. */
export type ColumnType = "uuid" | "text" | "instant" | "integer" | "real" | "boolean";

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly isNullable?: boolean;
}

/** Rows as a source to select from, with its parameters, numbered from `$1`. */
interface RowSource {
  /** A FROM item named `r` that has columns with their names. */
  readonly from: string;
  readonly parameters: readonly unknown[];
}

/** A value of a row: an instant is a Date, an id a string in lower case. */
export type SqlValue = string | number | boolean | Date | null;

/** Queries about the database itself. Their parameter `$1`, if any, is a list of tables, named as in statements. */
export interface Inspection {
  /** Its usual name. */
  readonly product: string;
  /** Selects the product's version, as `version`. */
  readonly version: string;
  /** Selects the indexes of the tables: `name` and `is_usable`. */
  readonly indexes: string;
  /** Selects the size of the tables and their indexes, as `bytes`. */
  readonly size: string;
}

/** Everything that differs between the databases. */
export interface SqlDialect {
  readonly name: "postgres" | "sqlite";

  readonly columnTypes: Readonly<Record<ColumnType, string>>;

  /** Whether there is only one connection, so that units of work must wait for each other. */
  readonly isSerial: boolean;

  readonly inspection: Inspection;

  readonly beginWrite: string;
  /** Begins a transaction that reads one snapshot. */
  readonly beginRead: string;

  /** The store's clock, as an instant. */
  readonly now: string;

  /** Clause that locks selected rows against changes until the transaction ends. */
  readonly forUpdate: string;

  /** Clause that locks selected rows against removal until the transaction ends. */
  readonly forReference: string;

  /**
   * Selects whether another transaction waits for a lock of this one, as `waited_for`; null if there is only one
   * writer.
   */
  readonly waitedFor: string | null;

  /** Locks migrations for other processes until the transaction ends; null if `beginWrite` already does. */
  readonly migrationLock: string | null;

  /** Converts a statement with `$1`, `$2` … to the syntax of the driver. */
  statement(sql: string): string;

  rowSource(columns: readonly Column[], rows: readonly (readonly SqlValue[])[]): RowSource;

  /** Whether the database runs in this process, where one statement per row is the fastest way to write many rows. */
  readonly isInProcess: boolean;

  /** A row's values as parameters of a statement. */
  toParameters(row: readonly SqlValue[]): readonly unknown[];

  /**
   * The input of `COPY … FROM STDIN (FORMAT binary)` in pieces, each built while the previous one is sent; null if the
   * database has no COPY.
   */
  readonly copyData:
    | (<T>(
        columns: readonly Column[],
        records: readonly T[],
        toRow: (record: T) => readonly SqlValue[],
      ) => Iterable<Buffer>)
    | null;

  /** A condition that the expression is among the values of a list parameter such as `$2`. */
  isIn(expression: string, parameter: string, type: ColumnType): string;

  list(values: readonly string[]): unknown;

  /**
   * A FROM item with the results of a query for each text of a list parameter, to which the query refers as `ids.id`;
   * null if the database has no lateral joins.
   */
  readonly forEach: ((parameter: string, query: string) => string) | null;

  /** A statement that deletes at most `limit` of the rows that fulfil a condition. */
  deleteSome(table: string, condition: string, limit: number): string;

  instant(date: Date): string | number;

  /** The expression for an instant parameter such as `$2`. */
  instantParameter(parameter: string): string;

  /** An instant column as milliseconds since 1970. */
  milliseconds(column: string): string;

  /** The store's clock minus a parameter in milliseconds. */
  ago(parameter: string): string;

  /** The smaller or the greater of two values that are not null. */
  least(a: string, b: string): string;
  greatest(a: string, b: string): string;
}
