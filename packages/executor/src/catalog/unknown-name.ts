import { closest, distance } from "fastest-levenshtein";

/** Of a longer list, no more are named. */
const SHOWN = 60;

/** Says that a name is unknown, which one may have been meant, and which there are. */
export function unknownName(kind: string, name: string, known: Iterable<string>): string {
  const list = [...known];
  if (list.length === 0) return `unknown ${kind} ${name}: there are none`;
  const meant = suggestion(name, list);
  const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
  const rest = list.length > SHOWN ? ` and ${list.length - SHOWN} more` : "";
  return `unknown ${kind} ${name}.${hint} There are ${list.slice(0, SHOWN).join(", ")}${rest}`;
}

/** The known name that was probably meant, or undefined when none is near. */
function suggestion(name: string, known: readonly string[]): string | undefined {
  const sameButCase = known.find((it) => it.toLowerCase() === name.toLowerCase());
  const nearest = sameButCase ?? closest(name, [...known]);
  const isNear =
    distance(name.toLowerCase(), nearest.toLowerCase()) <= Math.max(1, Math.floor(name.length / 3));
  return isNear ? nearest : undefined;
}
