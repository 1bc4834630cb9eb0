import type { RowShape } from "../rows/row-shape.js";
import type { TableName } from "../schema/table-name.js";
import type { SqlSession } from "../sql-session.js";

/** Rows in one statement: enough to make the round trip cheap, few enough to keep its parameters small. */
const CHUNK = 5_000;

/** Inserts records in a few set-based statements, in the order given. Gives what `returning` names, where it is set. */
export async function insertRows<T, Returned = never>(
  session: SqlSession,
  table: TableName,
  shape: RowShape<T>,
  records: readonly T[],
  options: { readonly onConflict: string; readonly returning?: string },
): Promise<Returned[]> {
  const names = shape.columns.map((it) => `"${it.name}"`).join(", ");
  const returned: Returned[] = [];
  for (let start = 0; start < records.length; start += CHUNK) {
    const rows = records.slice(start, start + CHUNK).map(shape.toRow);
    const source = session.dialect.rowSource(shape.columns, rows);
    // SQLite reads ON CONFLICT after a bare FROM as a join's condition.
    const sql = `INSERT INTO ${session.table(table)} AS t (${names})
      SELECT ${names} FROM ${source.from} WHERE true
      ON CONFLICT ${options.onConflict}`;
    if (options.returning === undefined) await session.execute(sql, source.parameters);
    else
      returned.push(
        ...(await session.query<Returned>(`${sql} RETURNING ${options.returning}`, source.parameters)),
      );
  }
  return returned;
}
