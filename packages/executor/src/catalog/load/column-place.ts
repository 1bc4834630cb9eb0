import { unknownName } from "../../messages/unknown-name.js";
import type { Located } from "../read/located.js";

/**
 * The index of a column in a row, from 0; -1 if it is missing or occurs twice, which is noted where the catalog names
 * it.
 *
 * @param path of the table, for messages
 */
export function columnPlace(
  { value: name, at }: Located<string>,
  header: readonly string[],
  path: string,
): number {
  const place = header.indexOf(name);
  if (place >= 0 && !header.includes(name, place + 1)) return place;
  at.problem(
    place < 0
      ? `${unknownName("column", name, header)} (in ${path})`
      : `two columns of ${path} are named ${name}: rename one there`,
  );
  return -1;
}
