import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";

import type { IdentifierType } from "../../identifier-type.js";
import { loadSssom, type LoadedSssom } from "../../resources/sssom/load-sssom.js";
import type { SssomMapOptions, SssomSide } from "../../resources/sssom/sssom-map.js";
import { UnknownPrefixError } from "../../resources/sssom/unknown-prefix-error.js";
import type { Located } from "../read/located.js";
import type { ResourceReport } from "../catalog-report.js";
import type { MapDeclaration, ResourceDeclaration } from "../read/declarations.js";
import type { LoadedResource, LoadResourceOptions } from "./loaded-resource.js";
import type { SssomDeclaration } from "../read/sssom-declaration.js";

export interface LoadSssomResourceOptions extends LoadResourceOptions {
  /** Folder of the tables. */
  readonly folder: string;
}

/**
 * Reads the mapping set of a declaration into all its maps.
 *
 * @returns undefined if the declaration does not fit, which is noted where the catalog says so, or if only this was to
 *   be checked
 * @throws SssomFileError it is not a mapping set
 * @throws Error the file cannot be read
 */
export async function loadSssomResource(
  declaration: ResourceDeclaration,
  sssom: SssomDeclaration,
  { types, path, folder, primaries, isHeaderOnly }: LoadSssomResourceOptions,
): Promise<LoadedResource | undefined> {
  const began = performance.now();
  for (const { column } of primaries)
    column.at.problem(
      `${declaration.name} is a mapping set, which does not say what is current: name a table`,
    );
  const metadata = sssom.metadata && resolve(folder, sssom.metadata.value);
  if (sssom.metadata && metadata && !(await isReadable(sssom.metadata, metadata))) return undefined;
  // There are no column names to check: the standard defines them.
  if (isHeaderOnly) return undefined;
  const { name, maps, about } = declaration;
  try {
    const loaded = await loadSssom({
      name,
      file: path,
      metadata,
      about,
      ...(sssom.predicates && { predicates: sssom.predicates }),
      minConfidence: sssom.minConfidence,
      maps: maps.flatMap((map) => mapOf(map, sssom, types) ?? []),
    });
    if (primaries.length > 0) return undefined;
    return {
      resource: loaded.resource,
      warnings: [],
      report: reportOf(loaded, basename(path), performance.now() - began),
      successors: new Map(),
      current: new Map(),
    };
  } catch (error) {
    if (!(error instanceof UnknownPrefixError)) throw error;
    for (const { map, side, prefix, message } of error.unknown) {
      const at = sssom.prefixes.get(map)?.[side]?.find((it) => it.value === prefix)?.at;
      (at ?? declaration.at).problem(`${message} (in ${path})`);
    }
    return undefined;
  }
}

async function isReadable({ at }: Located<string>, path: string): Promise<boolean> {
  try {
    if (!(await stat(path)).isDirectory()) return true;
    at.problem(`${path} is a folder, not a file`);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    at.problem(
      code === "ENOENT"
        ? `${path}: there is no such file: put it there, or specify the folder of the tables`
        : message,
    );
  }
  return false;
}

function mapOf(
  map: MapDeclaration,
  { prefixes }: SssomDeclaration,
  types: ReadonlyMap<string, IdentifierType>,
): SssomMapOptions | undefined {
  const { name, relation, isReversible } = map;
  const source = types.get(map.sourceType.value);
  const target = types.get(map.target.type.value);
  if (source === undefined || target === undefined) return undefined;
  const of = prefixes.get(name);
  return {
    name,
    source: sideOf(source, of?.source),
    target: sideOf(target, of?.target),
    relation,
    isReversible,
  };
}

function sideOf(type: IdentifierType, prefixes: readonly Located<string>[] | null | undefined): SssomSide {
  return prefixes ? { type, prefixes: prefixes.map((it) => it.value) } : { type };
}

function reportOf(loaded: LoadedSssom, file: string, durationMs: number): ResourceReport {
  const { resource } = loaded;
  return {
    name: resource.name,
    file,
    release: resource.release,
    contentHash: resource.contentHash,
    bytes: loaded.bytes,
    rowsRead: loaded.rowsRead,
    rowsSkipped: loaded.rowsSkipped,
    identifiersSkipped: loaded.identifiersSkipped,
    // A row with an invalid confidence is skipped, and counted in `rowsSkipped`.
    confidencesSkipped: 0,
    duplicates: loaded.duplicates,
    firstSkipped: loaded.firstSkipped,
    maps: resource.maps.map(({ name }) => ({
      name,
      ranks: [{ name: null, identifiers: loaded.identifiers.get(name) ?? 0 }],
    })),
    historyEntries: 0,
    historyOverruled: 0,
    durationMs: Math.round(durationMs),
  };
}
