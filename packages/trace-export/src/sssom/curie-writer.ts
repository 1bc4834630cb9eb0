import { encodeCurieLocal } from "@waymark/trace-core";

import { InvalidExportOptionError } from "../invalid-export-option-error.js";
import { PACKAGE_PAGE } from "../package-page.js";
import { wellKnownPrefix, type TypePrefix } from "./type-prefix.js";

/** Prefixes that a mapping set may use without declaring them. */
const BUILT_IN: ReadonlySet<string> = new Set([
  "linkml",
  "owl",
  "rdf",
  "rdfs",
  "semapv",
  "skos",
  "sssom",
  "xsd",
]);

/** Prefixes of vocabularies and predicates that may be used without being configured. */
const FURTHER = {
  bioregistry: "https://bioregistry.io/",
  obo: "http://purl.obolibrary.org/obo/",
  oboInOwl: "http://www.geneontology.org/formats/oboInOwl#",
  RO: "http://purl.obolibrary.org/obo/RO_",
  waymark: `${PACKAGE_PAGE}#`,
} as const;

const CURIE = /^([^:\s]+):[^\s:]\S*$/;

const PREFIX = /^[A-Za-z_][\w.-]*$/;

/** Writes identifiers as CURIEs, and collects the prefixes used. */
export class CurieWriter {
  private readonly byType = new Map<string, TypePrefix>();
  private readonly uris = new Map<string, string>();

  /**
   * @param types types that are known to occur; others may be written as well
   * @param configured prefixes by type; well-known types need not be configured
   * @throws InvalidExportOptionError a type has no prefix, or an invalid one
   */
  constructor(
    types: Iterable<string>,
    private readonly configured: Readonly<Record<string, TypePrefix>>,
  ) {
    const sorted = [...new Set(types)].sort();
    const missing = sorted.filter((it) => this.find(it) === undefined);
    if (missing.length > 0) throw missingPrefixes(missing);
    for (const type of sorted) this.prefixOf(type);
  }

  /**
   * The identifier as a CURIE. If it already begins with its prefix, such as `HGNC:5`, the prefix is not added again.
   *
   * @throws InvalidExportOptionError its type has no prefix
   */
  write(type: string, identifier: string): string {
    const lead = `${this.prefixOf(type).prefix}:`;
    const isPrefixed = identifier.startsWith(lead) && identifier.length > lead.length;
    return lead + encodeCurieLocal(isPrefixed ? identifier.slice(lead.length) : identifier);
  }

  /** The vocabulary of a type, as a CURIE; empty if it is not known. */
  source(type: string): string {
    return this.prefixOf(type).source ?? "";
  }

  /** Declares the prefix of a CURIE that is written elsewhere; false if it is not a CURIE or its prefix is unknown. */
  declare(curie: string): boolean {
    const prefix = CURIE.exec(curie)?.[1];
    if (prefix === undefined) return false;
    if (BUILT_IN.has(prefix)) return true;
    const uri = this.uriOf(prefix);
    if (uri === undefined) return false;
    this.uris.set(prefix, uri);
    return true;
  }

  /** The prefixes to declare, by name, including those that predicates and our own columns may use. */
  get curieMap(): Record<string, string> {
    const all = new Map(this.uris);
    for (const it of ["RO", "oboInOwl", "waymark"] as const) all.set(it, FURTHER[it]);
    return Object.fromEntries([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  private find(type: string): TypePrefix | undefined {
    return Object.hasOwn(this.configured, type) ? this.configured[type] : wellKnownPrefix(type);
  }

  private prefixOf(type: string): TypePrefix {
    const known = this.byType.get(type);
    if (known !== undefined) return known;
    const found = this.find(type);
    if (found === undefined) throw missingPrefixes([type]);
    this.declareType(type, found);
    this.byType.set(type, found);
    return found;
  }

  private declareType(type: string, { prefix, uri, source }: TypePrefix): void {
    const fail = (reason: string): InvalidExportOptionError =>
      new InvalidExportOptionError(`prefixes.${type}`, reason);
    if (!PREFIX.test(prefix))
      throw fail(`has the prefix ${JSON.stringify(prefix)}; use letters, digits, _, - and .`);
    if (!URL.canParse(uri) || /\s/.test(uri))
      throw fail(`has the uri ${JSON.stringify(uri)}; it should be one such as https://example.org/`);
    const other = this.uriOf(prefix);
    if (BUILT_IN.has(prefix) || (other !== undefined && other !== uri))
      throw fail(`has the prefix ${prefix}, which is already used for something else; choose another`);
    this.uris.set(prefix, uri);
    if (source !== undefined && !this.declare(source))
      throw fail(`has the source ${JSON.stringify(source)}; it should be a CURIE such as bioregistry:hgnc`);
  }

  private uriOf(prefix: string): string | undefined {
    return this.uris.get(prefix) ?? new Map<string, string>(Object.entries(FURTHER)).get(prefix);
  }
}

function missingPrefixes(types: readonly string[]): InvalidExportOptionError {
  const example = `{ ${types[0] ?? ""}: { prefix: "example", uri: "https://example.org/" } }`;
  return new InvalidExportOptionError(
    "prefixes",
    `lacks ${types.join(", ")}: specify their prefixes, as in ${example}`,
  );
}
