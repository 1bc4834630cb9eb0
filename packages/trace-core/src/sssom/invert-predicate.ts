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

/** What a predicate says when it is read from object to subject, or null when there is no predicate that says so. */
export function invertPredicate(predicate: string): string | null {
  return INVERSES.get(predicate) ?? null;
}
