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
  /** Name of the resource. */
  readonly name: string;
  /**
   * Predicates whose mappings are used, as CURIEs. Default `skos:exactMatch`, `owl:equivalentClass`, `owl:sameAs` and
   * `owl:equivalentProperty`.
   */
  readonly predicates?: readonly string[];
  /** Mappings with a lower confidence are left out, 0 to 1; one without a confidence counts as 0.95. Default 0. */
  readonly minConfidence?: number;
  readonly maps: readonly SssomMapOptions[];
  /** Description of the set; what it leaves out is taken from the set's own metadata. Default nothing. */
  readonly about?: ResourceAbout;
}

export interface LoadedSssom {
  readonly resource: SssomResource;
  readonly metadata: SssomMetadata;
  /** Size of the file. */
  readonly bytes: number;
  /** Without the header. */
  readonly rowsRead: number;
  /** Rows that are not a mapping. */
  readonly rowsSkipped: number;
  /** Those of them whose confidence is not a number from 0 to 1. */
  readonly confidencesSkipped: number;
  /** Texts that are not identifiers by the rules of their type. */
  readonly identifiersSkipped: number;
  /** The first skipped entries of each kind. */
  readonly firstSkipped: readonly SkippedEntry[];
  /** Mappings of a pair that a map already had; the highest confidence is kept. */
  readonly duplicates: number;
  /** By map: how many identifiers it knows. */
  readonly identifiers: ReadonlyMap<string, number>;
}

/**
 * Reads a mapping set as a resource. Rows that are not a mapping are skipped and counted; `sssom:NoTermFound` is not an
 * identifier; mappings that the set denies (`predicate_modifier: Not`) become vetoes.
 *
 * @throws SssomFileError it is not a mapping set, lacks its metadata, or has rows but none that is a mapping
 * @throws UnknownPrefixError a map is declared with a prefix that the set does not have
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
