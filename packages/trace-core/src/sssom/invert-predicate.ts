import { IDENTITY_PREDICATES } from "./identity-predicates.js";

const SYMMETRIC = [
  ...IDENTITY_PREDICATES,
  "skos:closeMatch",
  "skos:relatedMatch",
  "skos:related",
  "semapv:crossSpeciesExactMatch",
  "semapv:crossSpeciesCloseMatch",
];

const OPPOSITE = [
  ["skos:broadMatch", "skos:narrowMatch"],
  ["skos:broader", "skos:narrower"],
  ["skos:broaderTransitive", "skos:narrowerTransitive"],
  ["semapv:crossSpeciesBroadMatch", "semapv:crossSpeciesNarrowMatch"],
] as const;

const INVERSES: ReadonlyMap<string, string> = new Map([
  ...SYMMETRIC.map((it): [string, string] => [it, it]),
  ...OPPOSITE.flatMap(([one, other]): [string, string][] => [
    [one, other],
    [other, one],
  ]),
]);

/**
 * The predicate that holds from object to subject if this one holds from subject to object, or null if there is none.
 */
export function invertPredicate(predicate: string): string | null {
  return INVERSES.get(predicate) ?? null;
}
