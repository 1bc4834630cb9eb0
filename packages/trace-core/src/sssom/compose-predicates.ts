import { IDENTITY_PREDICATES } from "./identity-predicates.js";

const TRANSITIVE: ReadonlySet<string> = new Set([
  ...IDENTITY_PREDICATES,
  "skos:broadMatch",
  "skos:narrowMatch",
]);

/**
 * The predicate between the two ends of a chain of mappings, by the chaining rules of SSSOM: an exact match and any
 * predicate give that predicate, broad and broad give broad, narrow and narrow give narrow. Different identity
 * predicates give `skos:exactMatch`, which each of them implies.
 *
 * @see https://mapping-commons.github.io/sssom/chaining-rules/
 * @param predicates CURIEs, in the order of the chain
 * @returns null if nothing follows from the chain, or it is empty
 */
export function composePredicates(predicates: readonly string[]): string | null {
  const [first = null, ...rest] = predicates;
  return rest.reduce<string | null>((made, it) => (made === null ? null : composeTwo(made, it)), first);
}

function composeTwo(first: string, second: string): string | null {
  if (first === second && TRANSITIVE.has(first)) return first;
  const isFirstExact = IDENTITY_PREDICATES.includes(first);
  const isSecondExact = IDENTITY_PREDICATES.includes(second);
  if (isFirstExact) return isSecondExact ? "skos:exactMatch" : second;
  return isSecondExact ? first : null;
}
