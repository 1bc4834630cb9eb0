/** The logical types of columns; a dialect says what they are called. */
export type ColumnType = "uuid" | "text" | "instant" | "integer" | "real" | "boolean";

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly isNullable?: boolean;
}

/** Rows as something to select from, with the parameters that it needs, counted from `$1`. */
interface RowSource {
  /** A FROM item named `r` that has the columns by their names. */
  readonly from: string;
  readonly parameters: readonly unknown[];
}

/** A value of a row: an instant is a Date, an id a string in lower case. */
export type SqlValue = string | number | boolean | Date | null;

/** How a database is asked about itself. Of parameters, `$1` is a list of tables, written as statements write them. */
export interface Inspection {
  /** As people call it. */
  readonly product: string;
  /** Selects the product's version, as `version`. */
  readonly version: string;
  /** Selects the indexes of the tables: `name` and `is_usable`. */
  readonly indexes: string;
  /** Selects what the tables and their indexes take up, as `bytes`. */
  readonly size: string;
}

/** All that differs between the databases. Everything else is shared. */
export interface SqlDialect {
  readonly name: "postgres" | "sqlite";

  readonly columnTypes: Readonly<Record<ColumnType, string>>;

  /** Whether there is only one connection, so that units of work have to wait for each other. */
  readonly isSerial: boolean;

  readonly inspection: Inspection;

  readonly beginWrite: string;
  /** One snapshot for all that is read. */
  readonly beginRead: string;

  /** The store's clock, as an instant. */
  readonly now: string;

  /** What locks selected rows until the transaction ends: others may not change them. */
  readonly forUpdate: string;

  /** What keeps selected rows until the transaction ends: others may not remove them. */
  readonly forReference: string;

  /** Selects whether anybody waits for what this transaction has locked, as `waited_for`; null where nobody else writes. */
  readonly waitedFor: string | null;

  /** Lets one process at a time run migrations, until their transaction ends; null when `beginWrite` does already. */
  readonly migrationLock: string | null;

  /** A statement with `$1`, `$2` … as this database's driver takes it. */
  statement(sql: string): string;

  rowSource(columns: readonly Column[], rows: readonly (readonly SqlValue[])[]): RowSource;

  /** Whether no server lies between: then a statement run for each row is the fastest way to write many. */
  readonly isInProcess: boolean;

  /** A row's values as parameters of a statement. */
  toParameters(row: readonly SqlValue[]): readonly unknown[];

  /**
   * What `COPY … FROM STDIN (FORMAT binary)` reads, piece by piece, made while it is sent; null where there is no such
   * statement.
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
   * A FROM item that has what a query finds for each text of a list parameter, which the query knows as `ids.id`; null
   * where no query can refer to what stands beside it.
   */
  readonly forEach: ((parameter: string, query: string) => string) | null;

  /** A statement that deletes at most so many of the rows that fit a condition. */
  deleteSome(table: string, condition: string, limit: number): string;

  instant(date: Date): string | number;

  /** An instant parameter such as `$2` as an expression. */
  instantParameter(parameter: string): string;

  /** An instant column as milliseconds since 1970. */
  milliseconds(column: string): string;

  /** The store's clock less a parameter in milliseconds. */
  ago(parameter: string): string;

  /** The smaller and the greater of two values that are not null. */
  least(a: string, b: string): string;
  greatest(a: string, b: string): string;
}
