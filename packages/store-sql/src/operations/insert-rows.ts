import type { RowShape } from "../rows/row-shape.js";
import type { TableName } from "../schema/table-name.js";
import type { SqlSession } from "../sql-session.js";

/** Rows in one statement: enough to make the round trip cheap, few enough to keep its parameters small. */
const CHUNK = 5_000;

/**
 * Inserts records in a few set-based statements, in the order given.
 *
 * @param onConflict what follows `ON CONFLICT`; the table is `t` there
 * @returns how many rows were inserted or changed
 */
export async function insertRows<T>(
  session: SqlSession,
  table: TableName,
  shape: RowShape<T>,
  records: readonly T[],
  onConflict: string,
): Promise<number> {
  const names = shape.columns.map((it) => `"${it.name}"`).join(", ");
  let affected = 0;
  for (let start = 0; start < records.length; start += CHUNK) {
    const rows = records.slice(start, start + CHUNK).map(shape.toRow);
    const source = session.dialect.rowSource(shape.columns, rows);
    // SQLite reads ON CONFLICT after a bare FROM as a join's condition.
    affected += await session.execute(
      `INSERT INTO ${session.table(table)} AS t (${names})
      SELECT ${names} FROM ${source.from} WHERE true
      ON CONFLICT ${onConflict}`,
      source.parameters,
    );
  }
  return affected;
}
