import { unknownName } from "../../messages/unknown-name.js";
import type { Located } from "../read/located.js";

/**
 * Which cell of a row a column is, from 0; -1 when it is missing, or there twice, which is noted where the catalog names it.
 *
 * @param path where the table lies, for messages
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
