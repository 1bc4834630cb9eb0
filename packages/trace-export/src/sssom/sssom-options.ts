import { RELATIONS, type Relation } from "@waymark/trace-core";

import { objectOf, optional, optionType, recordOf, TEXT, type OptionTypes } from "../option-types.js";
import { isUri } from "./is-uri.js";
import type { TypePrefix } from "./type-prefix.js";

export interface SssomOptions {
  /** By type, how its identifiers are written. Default: as is usual for well-known types; for others there is no default. */
  readonly prefixes?: Readonly<Record<string, TypePrefix>>;
  /**
   * By relation, the predicate of a hop that has none of its own, as a CURIE of a prefix of this export, such as `RO`, or of one
   * that is built into SSSOM, such as `skos`. Defaults: `same` and `names` skos:exactMatch, an ambiguous
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

const URI = optionType((it) => typeof it === "string" && isUri(it), "a URI, such as https://example.org/set");

const TYPE_PREFIX: OptionTypes<TypePrefix> = { prefix: TEXT, uri: TEXT, source: optional(TEXT) };

export const SSSOM_OPTION_TYPES: OptionTypes<SssomOptions> = {
  prefixes: optional(recordOf(objectOf(TYPE_PREFIX))),
  predicates: optional(objectOf(Object.fromEntries(RELATIONS.map((it) => [it, optional(TEXT)])))),
  license: optional(URI),
  mappingSetId: optional(URI),
  mappingSetVersion: optional(TEXT),
  mappingSetTitle: optional(TEXT),
};
