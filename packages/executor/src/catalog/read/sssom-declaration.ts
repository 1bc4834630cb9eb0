import type { Located } from "./located.js";

/** What a catalog declares about a mapping set, besides its file and its maps. */
export interface SssomDeclaration {
  /** A file with the metadata that the set lacks, relative to the folder of the tables. */
  readonly metadata: Located<string> | null;
  /** Null for the default ones. */
  readonly predicates: readonly string[] | null;
  readonly minConfidence: number;
  /** By map: the prefixes of either side, null for all. */
  readonly prefixes: ReadonlyMap<string, SssomPrefixes>;
}

export interface SssomPrefixes {
  readonly source: readonly Located<string>[] | null;
  readonly target: readonly Located<string>[] | null;
}
