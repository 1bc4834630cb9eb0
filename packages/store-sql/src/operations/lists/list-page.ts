import { InvalidQueryError, isStorable, type Page, type PageRequest } from "@waymark/trace-core";
import { decodeCursor, encodeCursor, pageLimit } from "@waymark/trace-core/adapter";

import { selectList, type Row, type RowShape } from "../../rows/row-shape.js";
import type { TableName } from "../../schema/table-name.js";
import type { SqlSession } from "../../sql-session.js";
import { isUuid } from "../is-uuid.js";
import type { Condition } from "./condition.js";

type KeyType = "instant" | "uuid" | "text";

export interface PagedList<T> {
  /** The name of the list in its cursors. */
  readonly name: string;
  readonly table: TableName;
  readonly shape: RowShape<T>;
  readonly fromRow: (row: Row) => T;
  /** The columns that order the list: an immutable key, unique within it. */
  readonly order: readonly { readonly column: string; readonly type: KeyType }[];
  readonly isDescending: boolean;
  readonly keyOf: (record: T) => readonly (string | Date)[];
  /** Conditions that divide the list into ranges of its index; a page is merged from the first rows of each range. */
  readonly ranges?: readonly string[];
}

/**
 * Reads one keyset page from one or several ranges of an index whose columns are those of the condition, then of the
 * order.
 */
export async function listPage<T>(
  session: SqlSession,
  list: PagedList<T>,
  where: Condition,
  request: PageRequest,
): Promise<Page<T>> {
  const { dialect } = session;
  const limit = pageLimit(request);
  const shape = list.order.map((it) => (it.type === "instant" ? "number" : "string"));
  const after = decodeCursor(list.name, request.cursor, shape);
  const parameters = [...where.parameters];
  const conditions = [where.sql];
  if (after !== undefined) {
    const values = list.order.map(({ type }, i) => {
      const value = after[i];
      if (!canBe(type, value)) {
        throw new InvalidQueryError(`The cursor is not one of the list ${list.name}`, { list: list.name });
      }
      parameters.push(typeof value === "number" ? dialect.instant(new Date(value)) : value);
      const parameter = `$${String(parameters.length)}`;
      return type === "instant" ? dialect.instantParameter(parameter) : parameter;
    });
    const columns = list.order.map((it) => `t."${it.column}"`);
    conditions.push(`(${columns.join(", ")}) ${list.isDescending ? "<" : ">"} (${values.join(", ")})`);
  }
  const direction = list.isDescending ? "DESC" : "ASC";
  const first = `ORDER BY ${list.order.map((it) => `t."${it.column}" ${direction}`).join(", ")}
    LIMIT ${String(limit + 1)}`;
  const within = (range: readonly string[]): string =>
    `SELECT ${selectList(list.shape, dialect, "t")} FROM ${session.table(list.table)} t
     WHERE ${[...conditions, ...range].join(" AND ")} ${first}`;
  const parts = list.ranges?.map((it, i) => `SELECT * FROM (${within([it])}) r${String(i)}`);
  const rows = await session.query<Row>(
    parts === undefined ? within([]) : `SELECT * FROM (${parts.join(" UNION ALL ")}) t ${first}`,
    parameters,
  );
  const items = rows.slice(0, limit).map(list.fromRow);
  const last = items.at(-1);
  if (rows.length <= limit || last === undefined) return { items };
  const key = list.keyOf(last).map((it) => (typeof it === "string" ? it : it.getTime()));
  return { items, nextCursor: encodeCursor(list.name, key) };
}

/** Whether a part of a key can have this value, since a cursor may be forged. */
function canBe(type: KeyType, value: string | number | undefined): boolean {
  if (typeof value === "number") return type === "instant" && !Number.isNaN(new Date(value).getTime());
  return value !== undefined && (type === "uuid" ? isUuid(value) : isStorable(value));
}
