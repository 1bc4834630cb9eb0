import type { Relation } from "@waymark/trace-core";

import type { TypePrefix } from "./type-prefix.js";

export interface SssomOptions {
  /** By type, how its identifiers are written. Default: as is usual for well-known types; for others there is no default. */
  readonly prefixes?: Readonly<Record<string, TypePrefix>>;
  /**
   * By relation, the predicate of a hop that has none of its own. Defaults: `same` and `names` skos:exactMatch, an ambiguous
   * name skos:closeMatch, `product` RO:0002205, `member` RO:0002350, `ortholog` RO:HOM0000017, `other` skos:relatedMatch;
   * backwards the inverse.
   */
  readonly predicates?: Readonly<Partial<Record<Relation, string>>>;
  /** Address of the licence of what is written. Default https://w3id.org/sssom/license/unspecified. */
  readonly license?: string;
  /** URI of the mapping set. Default: `urn:uuid:` and the session, or a UUID that the sessions always make. */
  readonly mappingSetId?: string;
  /** Default: when the newest session ended, or started if it has not ended. */
  readonly mappingSetVersion?: string;
  /** Default none. */
  readonly mappingSetTitle?: string;
}

/** All of them, held complete by the compiler. */
export const SSSOM_OPTION_NAMES = Object.keys({
  prefixes: true,
  predicates: true,
  license: true,
  mappingSetId: true,
  mappingSetVersion: true,
  mappingSetTitle: true,
} satisfies Record<keyof SssomOptions, true>);
