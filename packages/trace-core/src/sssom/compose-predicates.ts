import { IDENTITY_PREDICATES } from "./identity-predicates.js";

const TRANSITIVE: ReadonlySet<string> = new Set([
  ...IDENTITY_PREDICATES,
  "skos:broadMatch",
  "skos:narrowMatch",
]);

/**
 * What a chain of mappings says of its two ends, by the chaining rules of SSSOM: exact and any predicate make that
 * predicate, broad and broad make broad, narrow and narrow make narrow. Different predicates of identity make
 * `skos:exactMatch`, which each of them implies.
 *
 * @see https://mapping-commons.github.io/sssom/chaining-rules/
 * @param predicates CURIEs, in the order of the chain
 * @returns null when the chain says nothing, or there is none
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
