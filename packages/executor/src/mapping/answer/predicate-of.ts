import { composePredicates, type ProvenanceHop } from "@waymark/trace-core";

const PREDICATE = /^(skos|owl|rdfs|semapv|oboInOwl|sssom):\w+$/;

/**
 * The predicate between both ends of these hops, combined from those of the mapping sets; null if there is none. A hop
 * without a predicate is passed over if its relation is `same`.
 */
export function predicateOf(hops: readonly ProvenanceHop[]): string | null {
  const predicates: string[] = [];
  for (const { matchedAs, relation } of hops) {
    if (matchedAs !== null && PREDICATE.test(matchedAs)) predicates.push(matchedAs);
    else if (relation !== "same") return null;
  }
  return predicates.length === 0 ? null : composePredicates(predicates);
}
