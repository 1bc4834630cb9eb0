import type { RowShape } from "../../rows/row-shape.js";
import type { TableName } from "../../schema/table-name.js";
import type { SqlSession } from "../../sql-session.js";

/** From this many rows on, COPY is faster than a statement with parameters. */
const WORTH_IT = 100;

export function isWorthCopying(session: SqlSession, records: readonly unknown[]): boolean {
  return session.dialect.copyData !== null && records.length >= WORTH_IT;
}

/**
 * Inserts records by COPY; see `isWorthCopying`. None of them may exist: a duplicate fails the unit of work, which then
 * gets one more attempt, and must not use COPY in it.
 */
export async function copyRows<T>(
  session: SqlSession,
  table: TableName,
  shape: RowShape<T>,
  records: readonly T[],
): Promise<void> {
  const { copyData, name } = session.dialect;
  if (copyData === null) throw new RangeError(`${name} has no COPY`);
  const names = shape.columns.map((it) => `"${it.name}"`).join(", ");
  await session.copyIn(
    `COPY ${session.table(table)} (${names}) FROM STDIN (FORMAT binary)`,
    copyData(shape.columns, records, shape.toRow),
  );
}
