import { readFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";

import type { Catalog } from "../catalog.js";
import type { CuratedOverride } from "../curated-override.js";
import type { Endpoint } from "../endpoint.js";
import type { Resource } from "../resource.js";
import { ResilientResource } from "../resources/resilience/resilient-resource.js";
import { SssomFileError } from "../resources/sssom/sssom-file-error.js";
import { TableError } from "../resources/table-error.js";
import { TableHistory } from "../resources/table-history.js";
import { CatalogDocument } from "./catalog-document.js";
import type { CatalogReport } from "./catalog-report.js";
import { checkDeclarations, type Declarations } from "./check-declarations.js";
import { createCatalog } from "./create-catalog.js";
import type { ResourceDeclaration, TypeDeclaration } from "./declarations.js";
import { historyWarnings } from "./history-warnings.js";
import { InvalidCatalogError } from "./invalid-catalog-error.js";
import { loadHttp } from "./load-http.js";
import { loadResource, type LoadedResource } from "./load-resource.js";
import { loadSssomResource, type LoadSssomResourceOptions } from "./load-sssom.js";
import { historyDefinition } from "./map-definition.js";
import { readHttpResources } from "./read-http.js";
import { loadEndpoint } from "./load-endpoint.js";
import { readEndpoints } from "./read-endpoints.js";
import { readOverrides } from "./read-overrides.js";
import { readOverridesFile } from "./read-overrides-file.js";
import { readPaths } from "./read-paths.js";
import { readStrategies } from "./read-strategies.js";
import { readResources } from "./read-resources.js";
import { readTypes } from "./read-types.js";

export interface LoadCatalogOptions {
  /** Where the table files lie. Default: beside the catalog. */
  readonly dataDir?: string;
  /**
   * A file of more overrides, beside the catalog's own: YAML or a table, see `readOverridesFile`. Default none.
   */
  readonly overrides?: string;
  /** Resources made in code, which the catalog's paths may name as well. Their types are the catalog's. Default none. */
  readonly resources?: readonly Resource[];
  /** Called before each table is read, and waited for. */
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
 * Reads a catalog and all its tables. Of tables only the headers are read when the declarations do not fit together.
 *
 * @throws InvalidCatalogError with all that was found to be wrong, each with its place
 */
export async function loadCatalog(file: string, options: LoadCatalogOptions = {}): Promise<LoadedCatalog> {
  const { resources: given = [] } = options;
  const document = new CatalogDocument(file, await readText(file));
  const declarations = readDeclarations(document);
  const { types, resources, services, strategies, overrides, paths } = declarations;
  checkDeclarations(declarations, given);
  const more = options.overrides === undefined ? [] : await moreOverrides(options.overrides, types, document);

  const isHeaderOnly = document.isInvalid;
  const loaded = new Map<string, LoadedResource>();
  for (const [index, resource] of resources.entries()) {
    const folder = options.dataDir ?? dirname(file);
    const path = resolve(folder, resource.file.value);
    await options.onProgress?.({ resource: resource.name, path, index, count: resources.length });
    const one = await load(resource, { path, folder, isHeaderOnly }, types, document);
    if (one) loaded.set(resource.name, one);
  }
  const endpoints = await loadEndpoints(
    declarations,
    options.dataDir ?? dirname(file),
    isHeaderOnly,
    document,
  );
  document.throwIfInvalid();

  const histories = resources.flatMap((it) => historyOf(it, types, loaded) ?? []);
  const catalog = createCatalog({
    types: types.map((it) => it.type),
    resources: [
      ...resources.flatMap((it) => resilient(it, loaded) ?? []),
      ...services.map((it) => loadHttp(it, types)),
      ...given,
    ],
    histories,
    endpoints,
    strategies,
    overrides: [...overrides, ...more],
    paths: paths.map(({ name, priority, steps }) => ({ id: name, priority, steps })),
  });
  const overruled = new Map(histories.map((it) => [it.resource, it.skewed]));
  return {
    catalog,
    report: {
      file,
      resources: [...loaded.values()].map(({ report }) => ({
        ...report,
        historyOverruled: overruled.get(report.name) ?? 0,
      })),
      warnings: [...[...loaded.values()].flatMap((it) => it.warnings), ...histories.flatMap(historyWarnings)],
    },
  };
}

/** What is wrong with them is listed with what else is wrong. */
async function moreOverrides(
  file: string,
  types: readonly TypeDeclaration[],
  document: CatalogDocument,
): Promise<CuratedOverride[]> {
  try {
    return await readOverridesFile(file, types);
  } catch (error) {
    if (error instanceof InvalidCatalogError) for (const it of error.problems) document.noteElsewhere(it);
    else document.noteElsewhere({ file, line: null, column: null, message: whyUnreadable(error) });
    return [];
  }
}

function readDeclarations(document: CatalogDocument): Declarations {
  const at = document.root.fields(["types", "resources", "endpoints", "strategies", "overrides", "paths"]);
  if (!at.types) document.root.problem("lacks types");
  if (!at.resources) document.root.problem("lacks resources");
  const types = at.types ? readTypes(at.types) : [];
  const primaries = new Set(types.flatMap((it) => it.primary?.resource ?? []));
  const endpoints = at.endpoints ? readEndpoints(at.endpoints) : [];
  const names = { types: types.map((it) => it.type.name), endpoints };
  return {
    types,
    resources: at.resources ? readResources(at.resources, primaries) : [],
    services: at.resources ? readHttpResources(at.resources) : [],
    endpoints,
    strategies: at.strategies ? readStrategies(at.strategies, names) : [],
    overrides: at.overrides ? readOverrides(at.overrides, types) : [],
    paths: at.paths ? readPaths(at.paths) : [],
  };
}

async function loadEndpoints(
  { endpoints, types }: Declarations,
  folder: string,
  isHeaderOnly: boolean,
  document: CatalogDocument,
): Promise<Endpoint[]> {
  const declared = new Map(types.map((it) => [it.type.name, it.type]));
  const loaded: Endpoint[] = [];
  for (const endpoint of endpoints) {
    try {
      loaded.push(await loadEndpoint(endpoint, declared, isHeaderOnly, (path) => resolve(folder, path)));
    } catch (error) {
      const file = endpoint.data?.file;
      const path = resolve(folder, file?.value ?? "");
      if (error instanceof TableError)
        document.noteElsewhere({ file: path, line: error.line, column: null, message: error.message });
      else file?.at.problem(`${path}: ${whyNoTable(error)}`);
    }
  }
  return loaded;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new InvalidCatalogError([{ file, line: null, column: null, message: whyUnreadable(error) }]);
  }
}

async function load(
  declaration: ResourceDeclaration,
  place: Pick<LoadSssomResourceOptions, "path" | "folder" | "isHeaderOnly">,
  types: readonly TypeDeclaration[],
  document: CatalogDocument,
): Promise<LoadedResource | undefined> {
  const { path } = place;
  try {
    if ((await stat(path)).isDirectory())
      return declaration.file.at.problem(`${path} is a folder, not a file`);
    const loading = {
      ...place,
      types: new Map(types.map((it) => [it.type.name, it.type])),
      primaries: types.flatMap(({ type, primary }) =>
        primary?.resource === declaration.name
          ? [{ type, column: { value: primary.column, at: primary.at } }]
          : [],
      ),
    };
    const { sssom } = declaration;
    return await (sssom
      ? loadSssomResource(declaration, sssom, loading)
      : loadResource(declaration, loading));
  } catch (error) {
    if (error instanceof SssomFileError)
      document.noteElsewhere({ file: error.file, line: error.line, column: null, message: error.reason });
    else if (error instanceof TableError)
      document.noteElsewhere({ file: path, line: error.line, column: null, message: error.message });
    else declaration.file.at.problem(`${path}: ${whyNoTable(error)}`);
    return undefined;
  }
}

function resilient(
  { name, resilience }: ResourceDeclaration,
  loaded: ReadonlyMap<string, LoadedResource>,
): Resource | undefined {
  const resource = loaded.get(name)?.resource;
  return resource && resilience ? new ResilientResource(resource, resilience) : resource;
}

function historyOf(
  declaration: ResourceDeclaration,
  types: readonly TypeDeclaration[],
  loaded: ReadonlyMap<string, LoadedResource>,
): TableHistory | undefined {
  const { name, history } = declaration;
  const own = loaded.get(name);
  if (!history || !own) return undefined;
  const type = history.type.value;
  const primary = types.find((it) => it.type.name === type)?.primary ?? null;
  const identifiers = primary && loaded.get(primary.resource)?.current.get(type);
  return new TableHistory({
    type,
    resource: name,
    release: own.resource.release,
    contentHash: own.resource.contentHash,
    successors: own.successors,
    primary: primary && identifiers ? { resource: primary.resource, identifiers } : null,
    confidence: history.confidence,
    definition: historyDefinition(history, declaration, primary?.value ?? null),
  });
}

/** The same of a table, whose name counts from a folder that can be named as well. */
function whyNoTable(error: unknown): string {
  const why = whyUnreadable(error);
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" ? `${why}: put it there, or say in which folder it lies` : why;
}

/** @throws what is no trouble with a file */
function whyUnreadable(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EACCES") return "it may not be read; change its permissions";
  if (code === "EISDIR") return "it is a folder, not a file";
  if (code?.startsWith("Z_")) return `its gzip is damaged, fetch it again (${message})`;
  if (code !== undefined) return message;
  throw error;
}
