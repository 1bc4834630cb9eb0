import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";

import type { Catalog } from "../catalog.js";
import type { Resource } from "../resource.js";
import { ResilientResource } from "../resources/resilience/resilient-resource.js";
import type { CatalogReport } from "./catalog-report.js";
import { checkDeclarations } from "./check/check-declarations.js";
import { createCatalog } from "./create-catalog.js";
import { InvalidCatalogError } from "./invalid-catalog-error.js";
import { historyWarnings } from "./load/history-warnings.js";
import { learnReleases } from "./load/learn-releases.js";
import { loadEndpoints } from "./load/load-endpoints.js";
import { loadFileResource } from "./load/load-file-resource.js";
import { loadHistory } from "./load/load-history.js";
import { loadHttpResource } from "./load/load-http-resource.js";
import { loadOverrides } from "./load/load-overrides.js";
import type { LoadedResource } from "./load/loaded-resource.js";
import { whyUnreadable } from "./load/why-unreadable.js";
import { CatalogDocument } from "./read/catalog-document.js";
import type { ResourceDeclaration } from "./read/declarations.js";
import { readDeclarations } from "./read/read-declarations.js";

export interface LoadCatalogOptions {
  /** Folder of the table files. Default: the catalog's folder. */
  readonly dataDir?: string;
  /**
   * A file with further overrides besides the catalog's own: YAML or a table, see `readOverridesFile`. Default none.
   */
  readonly overrides?: string;
  /**
   * Resources created in code, which the catalog's paths may name as well. Their types are the catalog's. Default none.
   */
  readonly resources?: readonly Resource[];
  /** Called before each table is read, and awaited. */
  readonly onProgress?: (progress: CatalogProgress) => unknown;
}

/** Which table is read next. */
export interface CatalogProgress {
  readonly resource: string;
  readonly path: string;
  /** From 0. */
  readonly index: number;
  /** How many tables there are. */
  readonly count: number;
}

export interface LoadedCatalog {
  readonly catalog: Catalog;
  readonly report: CatalogReport;
}

/**
 * Reads a catalog and all its tables, and asks services for their releases if the catalog says how. If the declarations
 * do not fit together, only the headers of the tables are read.
 *
 * @throws InvalidCatalogError with all problems that were found, each with its place
 */
export async function loadCatalog(file: string, options: LoadCatalogOptions = {}): Promise<LoadedCatalog> {
  const { resources: given = [] } = options;
  const document = new CatalogDocument(file, await readText(file));
  const declarations = readDeclarations(document.root);
  const { types, resources, services, strategies, overrides, paths } = declarations;
  checkDeclarations(declarations, given);
  const more = options.overrides === undefined ? [] : await loadOverrides(options.overrides, types, document);

  const isHeaderOnly = document.isInvalid;
  const folder = options.dataDir ?? dirname(file);
  const loaded = new Map<string, LoadedResource>();
  for (const [index, resource] of resources.entries()) {
    const path = resolve(folder, resource.file.value);
    await options.onProgress?.({ resource: resource.name, path, index, count: resources.length });
    const one = await loadFileResource(resource, { path, folder, isHeaderOnly }, types, document);
    if (one) loaded.set(resource.name, one);
  }
  const endpoints = await loadEndpoints(declarations, folder, isHeaderOnly, document);
  document.throwIfInvalid();

  const histories = resources.flatMap((it) => loadHistory(it, types, loaded) ?? []);
  const asked = services.map((it) => loadHttpResource(it, types));
  const catalog = createCatalog({
    types: types.map((it) => it.type),
    resources: [...resources.flatMap((it) => resilient(it, loaded) ?? []), ...asked, ...given],
    histories,
    endpoints,
    strategies,
    overrides: [...overrides, ...more],
    paths: paths.map(({ name, priority, steps }) => ({ id: name, priority, steps })),
  });
  const releaseWarnings = await learnReleases(asked);
  const overruled = new Map(histories.map((it) => [it.resource, it.skewed]));
  return {
    catalog,
    report: {
      file,
      resources: [...loaded.values()].map(({ report }) => ({
        ...report,
        historyOverruled: overruled.get(report.name) ?? 0,
      })),
      warnings: [
        ...[...loaded.values()].flatMap((it) => it.warnings),
        ...histories.flatMap(historyWarnings),
        ...releaseWarnings,
      ],
    },
  };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new InvalidCatalogError([{ file, line: null, column: null, message: whyUnreadable(error) }]);
  }
}

function resilient(
  { name, resilience }: ResourceDeclaration,
  loaded: ReadonlyMap<string, LoadedResource>,
): Resource | undefined {
  const resource = loaded.get(name)?.resource;
  return resource && resilience ? new ResilientResource(resource, resilience) : resource;
}
