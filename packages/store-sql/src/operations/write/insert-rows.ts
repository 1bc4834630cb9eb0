import type { RowShape } from "../../rows/row-shape.js";
import type { TableName } from "../../schema/table-name.js";
import type { SqlSession } from "../../sql-session.js";

/** Rows in one statement on a server: enough to make round trips cheap, few enough to keep the parameters small. */
export const MAX_ROWS = 5_000;

/**
 * Inserts records in the given order: on a server in a few set-based statements, in this process row by row.
 *
 * @param onConflict what follows `ON CONFLICT`; it refers to the table as `t`
 * @returns how many rows were inserted or changed
 */
export async function insertRows<T>(
  session: SqlSession,
  table: TableName,
  shape: RowShape<T>,
  records: readonly T[],
  onConflict: string,
): Promise<number> {
  const [first] = records;
  if (first === undefined) return 0;
  const { dialect } = session;
  const names = shape.columns.map((it) => `"${it.name}"`).join(", ");
  const into = `INSERT INTO ${session.table(table)} AS t (${names})`;
  // For a single row, VALUES is planned much faster than the SELECT below, which saves half of a short transaction.
  if (dialect.isInProcess || records.length === 1) {
    const values = shape.columns.map((_, i) => `$${String(i + 1)}`).join(", ");
    const sql = `${into} VALUES (${values}) ON CONFLICT ${onConflict}`;
    const toParameters = (it: T): readonly unknown[] => dialect.toParameters(shape.toRow(it));
    return dialect.isInProcess
      ? session.executeEach(sql, records, toParameters)
      : session.execute(sql, toParameters(first));
  }
  let affected = 0;
  for (let start = 0; start < records.length; start += MAX_ROWS) {
    const rows = records.slice(start, start + MAX_ROWS).map(shape.toRow);
    const source = dialect.rowSource(shape.columns, rows);
    affected += await session.execute(
      `${into} SELECT ${names} FROM ${source.from} ON CONFLICT ${onConflict}`,
      source.parameters,
    );
  }
  return affected;
}
