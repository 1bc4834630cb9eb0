/** The predicates that say that subject and object are one and the same thing. */
export const IDENTITY_PREDICATES: readonly string[] = [
  "skos:exactMatch",
  "owl:equivalentClass",
  "owl:sameAs",
  "owl:equivalentProperty",
];
