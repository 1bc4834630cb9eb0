import { closest, distance } from "fastest-levenshtein";

/**
 * The known name that was probably meant: a similar one, or else the only one that begins with it; otherwise undefined.
 */
export function meantName(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const wanted = name.toLowerCase();
  const sameButCase = known.find((it) => it.toLowerCase() === wanted);
  const nearest = sameButCase ?? closest(name, [...known]);
  if (distance(wanted, nearest.toLowerCase()) <= Math.max(1, Math.floor(name.length / 3))) return nearest;
  const [only, second] = wanted.length < 2 ? [] : known.filter((it) => it.toLowerCase().startsWith(wanted));
  return second === undefined ? only : undefined;
}
