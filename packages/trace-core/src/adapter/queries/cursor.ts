import { InvalidQueryError } from "../../errors/store-errors.js";

export type CursorKey = readonly (string | number)[];

/** The position at which a page of this list ended, as opaque text. */
export function encodeCursor(list: string, key: CursorKey): string {
  return Buffer.from(JSON.stringify([list, ...key])).toString("base64url");
}

/**
 * The key in a cursor that `encodeCursor` made for this list; undefined if there is no cursor.
 *
 * @param shape the types of the key's parts, in order
 * @throws InvalidQueryError the cursor is not one of this list
 */
export function decodeCursor<const Shape extends readonly ("string" | "number")[]>(
  list: string,
  cursor: string | undefined,
  shape: Shape,
): { -readonly [I in keyof Shape]: Shape[I] extends "number" ? number : string } | undefined {
  if (cursor === undefined) return undefined;
  const parts = parse(cursor);
  const key = parts?.slice(1);
  if (parts?.[0] !== list || key?.length !== shape.length || !key.every((it, i) => typeof it === shape[i])) {
    throw new InvalidQueryError(
      `The cursor is not one of the list ${list}: use the nextCursor of its last page`,
      {
        list,
      },
    );
  }
  return key as { -readonly [I in keyof Shape]: Shape[I] extends "number" ? number : string };
}

function parse(cursor: string): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
