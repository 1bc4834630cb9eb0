import { composePredicates, type ProvenanceHop, type Relation } from "@waymark/trace-core";

/** What a hop matched as when it comes from a mapping set; notes may follow. */
const PREDICATE = /^((?:skos|owl|rdfs|semapv|oboInOwl|sssom|RO):\w+)(?:,|$)/;

/** When nothing more can be said. */
const RELATED = "skos:relatedMatch";

const FORWARD: Readonly<Record<Relation, string>> = {
  names: "skos:exactMatch",
  same: "skos:exactMatch",
  // has gene product, member of, in orthology relationship with: the Relation Ontology, which SSSOM recommends
  product: "RO:0002205",
  member: "RO:0002350",
  ortholog: "RO:HOM0000017",
  other: RELATED,
};

/** Where the inverse is another one: gene product of, has member. */
const REVERSE: Readonly<Partial<Record<Relation, string>>> = { product: "RO:0002204", member: "RO:0002351" };

/**
 * What a chain of hops says of its ends: each hop by the predicate of the mapping set that it comes from, or else by its
 * relation, composed by the chaining rules of SSSOM; where they say nothing, that both are related.
 *
 * @param isAmbiguous whether a name in the chain means several entities
 * @param configured predicates by relation, for hops that go forward
 */
export function sssomPredicate(
  hops: readonly ProvenanceHop[],
  isAmbiguous: boolean,
  configured: Readonly<Partial<Record<Relation, string>>> = {},
): string {
  const predicates = hops.map(({ matchedAs, relation, direction }) => {
    const own = PREDICATE.exec(matchedAs ?? "")?.[1];
    if (own !== undefined) return own;
    const inverse = direction === "reverse" ? REVERSE[relation] : undefined;
    if (inverse !== undefined) return inverse;
    if (relation === "names" && isAmbiguous) return "skos:closeMatch";
    return configured[relation] ?? FORWARD[relation];
  });
  return composePredicates(predicates) ?? RELATED;
}
