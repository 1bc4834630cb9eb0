import { readFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";

import type { Catalog } from "../catalog.js";
import { TableHistory } from "../resources/table-history.js";
import { CatalogDocument } from "./catalog-document.js";
import type { CatalogReport } from "./catalog-report.js";
import { createCatalog, resolveStep, unknownName, whyBroken } from "./create-catalog.js";
import type { PathDeclarationAt, ResourceDeclaration, TypeDeclaration } from "./declarations.js";
import { InvalidCatalogError } from "./invalid-catalog-error.js";
import { loadResource, type LoadedResource } from "./load-resource.js";
import { readPaths } from "./read-paths.js";
import { readResources } from "./read-resources.js";
import { readTypes } from "./read-types.js";

export interface LoadCatalogOptions {
  /** Where the table files lie. Default: beside the catalog. */
  readonly dataDir?: string;
  /** Called before each table is read. */
  readonly onTable?: (resource: string, path: string) => void;
}

export interface LoadedCatalog {
  readonly catalog: Catalog;
  readonly report: CatalogReport;
}

/**
 * Reads a catalog and all its tables.
 *
 * @throws InvalidCatalogError with all that was found to be wrong, each with its place
 */
export async function loadCatalog(file: string, options: LoadCatalogOptions = {}): Promise<LoadedCatalog> {
  const document = new CatalogDocument(file, await readText(file));
  const at = document.root.fields(["types", "resources", "paths"]);
  if (!at.types) document.root.problem("lacks types");
  if (!at.resources) document.root.problem("lacks resources");
  const types = at.types ? readTypes(at.types) : [];
  const resources = at.resources ? readResources(at.resources) : [];
  const paths = at.paths ? readPaths(at.paths) : [];
  checkNames(types, resources);
  document.throwIfInvalid();

  const loaded = new Map<string, LoadedResource>();
  const dataDir = options.dataDir ?? dirname(file);
  for (const resource of resources) {
    const one = await load(resource, types, dataDir, document, options);
    if (one) loaded.set(resource.name, one);
  }
  document.throwIfInvalid();
  checkPaths(paths, loaded);
  document.throwIfInvalid();

  const histories = resources.flatMap((it) => historyOf(it, types, loaded) ?? []);
  const catalog = createCatalog({
    types: types.map((it) => it.type),
    resources: [...loaded.values()].map((it) => it.resource),
    histories,
    paths: paths.map(({ name, priority, steps }) => ({ id: name, priority, steps })),
  });
  const warnings = histories.flatMap((history) =>
    history.skewed === 0
      ? []
      : `${history.resource} calls ${String(history.skewed)} identifiers of ${history.type} withdrawn or merged that are ` +
        `current in ${history.primaryResource ?? ""}: the releases differ, and the primary table wins`,
  );
  return { catalog, report: { file, resources: [...loaded.values()].map((it) => it.report), warnings } };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new InvalidCatalogError([{ file, line: null, column: null, message: whyUnreadable(error) }]);
  }
}

/** Notes names that nothing bears, and histories that collide. */
function checkNames(types: readonly TypeDeclaration[], resources: readonly ResourceDeclaration[]): void {
  const typeNames = types.map((it) => it.type.name);
  const used = resources.flatMap((it) => [
    ...it.maps.flatMap((map) => [map.sourceType, map.target.type]),
    ...(it.history ? [it.history.type] : []),
  ]);
  for (const { value, at } of used) {
    if (!typeNames.includes(value)) at.problem(unknownName("type", value, typeNames));
  }
  const resourceNames = resources.map((it) => it.name);
  for (const { primary } of types) {
    if (primary && !resourceNames.includes(primary.resource)) {
      primary.at.problem(unknownName("resource", primary.resource, resourceNames));
    }
  }
  const historyOf = new Map<string, string>();
  for (const { name, history } of resources) {
    if (!history) continue;
    const other = historyOf.get(history.type.value);
    if (other !== undefined) history.at.problem(`${history.type.value} has a history already, in ${other}`);
    historyOf.set(history.type.value, name);
  }
}

async function load(
  declaration: ResourceDeclaration,
  types: readonly TypeDeclaration[],
  dataDir: string,
  document: CatalogDocument,
  { onTable }: LoadCatalogOptions,
): Promise<LoadedResource | undefined> {
  const path = resolve(dataDir, declaration.file.value);
  try {
    if ((await stat(path)).isDirectory()) return declaration.file.at.problem(`${path} is a folder`);
    onTable?.(declaration.name, path);
    return await loadResource(declaration, {
      path,
      types: new Map(types.map((it) => [it.type.name, it.type])),
      primaryColumns: types.flatMap(({ type, primary }) =>
        primary?.resource === declaration.name ? [{ column: primary, name: primary.column, type }] : [],
      ),
    });
  } catch (error) {
    const line = lineOf(error);
    if (line === null) declaration.file.at.problem(`${path}: ${whyUnreadable(error)}`);
    else document.noteElsewhere({ file: path, line, column: null, message: whyUnreadable(error) });
    return undefined;
  }
}

function checkPaths(paths: readonly PathDeclarationAt[], loaded: ReadonlyMap<string, LoadedResource>): void {
  const resources = new Map([...loaded].map(([name, it]) => [name, it.resource]));
  for (const path of paths) {
    const steps = path.steps.flatMap((declaration) => {
      const step = resolveStep(declaration, resources);
      if (typeof step !== "string") return step;
      declaration.at.problem(step);
      return [];
    });
    const broken = steps.length === path.steps.length ? whyBroken(steps) : undefined;
    if (broken !== undefined) path.at.problem(broken);
  }
}

function historyOf(
  { name, history }: ResourceDeclaration,
  types: readonly TypeDeclaration[],
  loaded: ReadonlyMap<string, LoadedResource>,
): TableHistory | undefined {
  const own = loaded.get(name);
  if (!history || !own) return undefined;
  const primary = types.find((it) => it.type.name === history.type.value)?.primary ?? null;
  const identifiers = primary && loaded.get(primary.resource)?.primaries.get(primary.column);
  return new TableHistory({
    type: history.type.value,
    resource: name,
    release: own.resource.release,
    contentHash: own.resource.contentHash,
    successors: own.successors,
    primary: primary && identifiers ? { resource: primary.resource, identifiers } : null,
    confidence: history.confidence,
  });
}

/** The line of a table at which reading failed; null when the whole file is meant. */
function lineOf(error: unknown): number | null {
  return typeof error === "object" && error !== null && "lines" in error && typeof error.lines === "number"
    ? error.lines
    : null;
}

function whyUnreadable(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EACCES") return "it may not be read";
  if (code === "EISDIR") return "it is a folder";
  if (code?.startsWith("Z_")) return `its gzip is damaged: ${message}`;
  return message;
}
