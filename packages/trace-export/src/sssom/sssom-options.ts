import { RELATIONS, type Relation } from "@waymark/trace-core";

import { objectOf, optional, optionType, recordOf, TEXT, type OptionTypes } from "../option-types.js";
import { isUri } from "./is-uri.js";
import type { TypePrefix } from "./type-prefix.js";

export interface SssomOptions {
  /**
   * By type, how identifiers are written as CURIEs. Default: the usual prefix for well-known types; other types have no
   * default.
   */
  readonly prefixes?: Readonly<Record<string, TypePrefix>>;
  /**
   * By relation, the predicate of hops that have none of their own: a CURIE whose prefix is used in this export, such
   * as `RO`, or built into SSSOM, such as `skos`. Defaults: `same` and `names` skos:exactMatch, `product` RO:0002205,
   * `member` RO:0002350, `ortholog` RO:HOM0000017, `other` skos:relatedMatch. Not configurable: an ambiguous name is
   * skos:closeMatch, a reverse `product` RO:0002204, and a reverse `member` RO:0002351.
   */
  readonly predicates?: Readonly<Partial<Record<Relation, string>>>;
  /** URI of the licence of the mapping set. Default https://w3id.org/sssom/license/unspecified. */
  readonly license?: string;
  /**
   * URI of the mapping set. Default: `urn:uuid:` and the session's id or, for several, a UUID derived from their ids.
   */
  readonly mappingSetId?: string;
  /** Default: the time when the newest session ended or, if it has not, started. */
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
