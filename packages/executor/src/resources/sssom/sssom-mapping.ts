import type { Curie } from "./curie-prefixes.js";

/** One row of a mapping set. */
export interface SssomMapping {
  /** The line where it begins, from 1. */
  readonly line: number;
  readonly subject: Curie;
  readonly predicate: Curie;
  readonly object: Curie;
  /** Whether the set denies the mapping (`predicate_modifier: Not`). */
  readonly isNegated: boolean;
  /** 0 to 1; null when the row has none. */
  readonly confidence: number | null;
}

const NO_TERM_FOUND = "sssom:NoTermFound";

/** Whether the row says only that nothing was found for its subject, or for its object. */
export function isUnmapped({ subject, object }: SssomMapping): boolean {
  return subject.text === NO_TERM_FOUND || object.text === NO_TERM_FOUND;
}
