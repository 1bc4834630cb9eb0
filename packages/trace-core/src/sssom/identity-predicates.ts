/** The predicates which state that subject and object are the same thing. */
export const IDENTITY_PREDICATES: readonly string[] = [
  "skos:exactMatch",
  "owl:equivalentClass",
  "owl:sameAs",
  "owl:equivalentProperty",
];
