import { composePredicates, type ProvenanceHop, type Relation } from "@waymark/trace-core";

/** The predicate in the `matchedAs` of a hop from a mapping set; notes may follow it. */
const PREDICATE = /^((?:skos|owl|rdfs|semapv|oboInOwl|sssom|RO):\w+)(?:,|$)/;

/** Used if nothing more specific can be said. */
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

/** For relations whose inverse is a different predicate: gene product of, has member. */
const REVERSE: Readonly<Partial<Record<Relation, string>>> = { product: "RO:0002204", member: "RO:0002351" };

/**
 * The predicate between the ends of a chain of hops. Each hop has the predicate of the mapping set that it comes from
 * or, without one, that of its relation; they are composed by the chaining rules of SSSOM. If these give no result, the
 * ends are just related.
 *
 * @param isAmbiguous whether a name in the chain means several entities
 * @param configured predicates by relation; a reverse `product` or `member` and an ambiguous name have fixed ones
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
