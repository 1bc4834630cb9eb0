import { IDENTITY_PREDICATES } from "@waymark/trace-core";

import { DEFAULT_CONFIDENCE } from "../../confidence/default-confidence.js";
import type { ResourceAbout } from "../../resource-about.js";
import { SkippedEntries, type SkippedEntry } from "../skipped-entries.js";
import { unknownName } from "../../messages/unknown-name.js";
import type { CuriePrefixes } from "./curie-prefixes.js";
import { readSssom, type ReadSssomOptions } from "./read-sssom.js";
import { SssomMap, type SssomMapOptions } from "./sssom-map.js";
import { isUnmapped } from "./sssom-mapping.js";
import type { SssomMetadata } from "./sssom-metadata.js";
import { SssomResource } from "./sssom-resource.js";
import { UnknownPrefixError, type UnknownPrefix } from "./unknown-prefix-error.js";

export interface LoadSssomOptions extends ReadSssomOptions {
  /** Of the resource. */
  readonly name: string;
  /**
   * Those by which a mapping counts, as CURIEs. Default `skos:exactMatch`, `owl:equivalentClass`, `owl:sameAs` and
   * `owl:equivalentProperty`.
   */
  readonly predicates?: readonly string[];
  /** Mappings below it are left out, 0 to 1; one that has none counts as 0.95. Default 0. */
  readonly minConfidence?: number;
  readonly maps: readonly SssomMapOptions[];
  /** What the set is; where it says nothing, the set's own metadata does. Default nothing. */
  readonly about?: ResourceAbout;
}

export interface LoadedSssom {
  readonly resource: SssomResource;
  readonly metadata: SssomMetadata;
  /** Of the file. */
  readonly bytes: number;
  /** Without the header. */
  readonly rowsRead: number;
  /** Rows that are no mapping. */
  readonly rowsSkipped: number;
  /** Those of them whose confidence is none. */
  readonly confidencesSkipped: number;
  /** Identifiers that are none by the rules of their type. */
  readonly identifiersSkipped: number;
  /** The first of what was skipped, of each kind. */
  readonly firstSkipped: readonly SkippedEntry[];
  /** Mappings of a pair that a map had already: the highest confidence stands. */
  readonly duplicates: number;
  /** By map: how many identifiers it knows. */
  readonly identifiers: ReadonlyMap<string, number>;
}

/**
 * Reads a mapping set as a resource. Rows that are no mapping are skipped and counted; `sssom:NoTermFound` is no
 * identifier; what the set says is not so (`predicate_modifier: Not`) becomes vetoes.
 *
 * @throws SssomFileError it is no mapping set, lacks its metadata, or has no row that is a mapping
 * @throws UnknownPrefixError a map is declared by a prefix that the set does not have
 * @throws Error a file cannot be read, or its gzip is damaged
 */
export async function loadSssom(options: LoadSssomOptions): Promise<LoadedSssom> {
  const { name, predicates = IDENTITY_PREDICATES, minConfidence = 0 } = options;
  const skipped = new SkippedEntries();
  let maps: readonly SssomMap[] = [];
  const read = await readSssom(
    options,
    (prefixes) => {
      checkPrefixes(options.maps, prefixes);
      const chosen = new Set(predicates.map((it) => canonical(it, prefixes)));
      maps = options.maps.map((it) => new SssomMap(it, prefixes, skipped));
      return (mapping) => {
        if (isUnmapped(mapping) || !chosen.has(mapping.predicate.text)) return;
        if ((mapping.confidence ?? DEFAULT_CONFIDENCE) < minConfidence) return;
        for (const map of maps) map.take(mapping);
      };
    },
    skipped,
  );
  const resource = new SssomResource({
    name,
    release: read.metadata.release,
    contentHash: read.contentHash,
    maps,
    about: aboutOf(read.metadata, options.about),
    definition: { predicates, minConfidence, metadata: read.metadataHash },
  });
  return {
    resource,
    metadata: read.metadata,
    bytes: read.bytes,
    rowsRead: read.rowsRead,
    rowsSkipped: read.rowsSkipped,
    confidencesSkipped: skipped.count("confidence"),
    identifiersSkipped: skipped.count("identifier"),
    firstSkipped: skipped.first,
    duplicates: maps.reduce((sum, it) => sum + it.duplicates, 0),
    identifiers: new Map(maps.map((it) => [it.options.name, it.forward.size])),
  };
}

function aboutOf(
  { title, homepage, license }: SssomMetadata,
  given: ResourceAbout | undefined,
): ResourceAbout {
  return {
    title: given?.title ?? title,
    homepage: given?.homepage ?? homepage,
    license: given?.license ?? license,
    citation: given?.citation ?? null,
  };
}

/** @throws UnknownPrefixError */
function checkPrefixes(maps: readonly SssomMapOptions[], prefixes: CuriePrefixes): void {
  const unknown = maps.flatMap((map) =>
    (["source", "target"] as const).flatMap((side) =>
      (map[side].prefixes ?? []).flatMap((prefix): UnknownPrefix[] => {
        if (prefixes.find(prefix) !== undefined) return [];
        return [{ map: map.name, side, prefix, message: unknownName("prefix", prefix, prefixes.names) }];
      }),
    ),
  );
  if (unknown.length > 0) throw new UnknownPrefixError(unknown);
}

/** A predicate with its prefix as the set writes it. */
function canonical(predicate: string, prefixes: CuriePrefixes): string {
  const read = prefixes.read(predicate);
  return "text" in read ? read.text : predicate;
}
