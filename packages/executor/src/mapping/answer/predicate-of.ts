import { composePredicates, type ProvenanceHop } from "@waymark/trace-core";

const PREDICATE = /^(skos|owl|rdfs|semapv|oboInOwl|sssom):\w+$/;

/** What mapping sets say of both ends of these hops; a cross-reference of the same entity says nothing against it. */
export function predicateOf(hops: readonly ProvenanceHop[]): string | null {
  const predicates: string[] = [];
  for (const { matchedAs, relation } of hops) {
    if (matchedAs !== null && PREDICATE.test(matchedAs)) predicates.push(matchedAs);
    else if (relation !== "same") return null;
  }
  return predicates.length === 0 ? null : composePredicates(predicates);
}
