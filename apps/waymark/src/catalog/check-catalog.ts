import { PathFinder, type Catalog, type LoadedCatalog, type MappingPath } from "@waymark/executor";
import { isWaymarkError } from "@waymark/trace-core";

import type {
  CatalogCheckDocument,
  CheckedCatalog,
  CheckedPath,
} from "../documents/catalog-check-document.js";
import type { CommandRun } from "../frame/command-run.js";
import { EXIT, type ExitCode } from "../frame/exit-code.js";
import { UsageError } from "../frame/usage-error.js";
import { catalogFiles, openCatalog } from "../map/open-catalog.js";
import { checkCatalogTypes } from "./check-catalog-types.js";
import { checkedText, problemsText } from "./checked-text.js";

export interface CheckOptions {
  readonly catalog?: string;
  readonly data?: string;
  readonly overrides?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Runs `waymark catalog check`. */
export async function checkCatalog(
  run: CommandRun,
  { from, to, catalog, ...options }: CheckOptions,
  argument: string | undefined,
): Promise<ExitCode> {
  if (argument !== undefined && catalog !== undefined)
    throw new UsageError("the catalog is named twice, as an argument and with --catalog: keep one");
  const file = argument ?? catalog;
  if ((from === undefined) !== (to === undefined)) throw new UsageError("--from and --to go together");
  const files = catalogFiles(run, { ...options, catalog: file }, "after `waymark catalog check`");
  const checked = await check(run, files, from, to);
  const { output } = run;
  if (output.isJson) await output.document(checked);
  else await output.write(checked.isValid ? checkedText(checked, output) : problemsText(checked));
  return checked.isValid ? EXIT.fine : EXIT.failed;
}

async function check(
  run: CommandRun,
  files: ReturnType<typeof catalogFiles>,
  from: string | undefined,
  to: string | undefined,
): Promise<CatalogCheckDocument> {
  const { catalog: file } = files;
  let loaded: LoadedCatalog;
  try {
    loaded = await openCatalog(run, files);
  } catch (error) {
    if (!isWaymarkError(error, "invalid-catalog")) throw error;
    const problems = error.details.problems as unknown as CatalogCheckDocument["problems"];
    return { file, isValid: false, problems, catalog: null, routes: null };
  }
  const routes = from === undefined || to === undefined ? null : routesOf(loaded.catalog, from, to);
  return { file, isValid: true, problems: [], catalog: contents(loaded), routes };
}

function routesOf(catalog: Catalog, from: string, to: string): CheckedPath[] {
  checkCatalogTypes(catalog, [from, to]);
  return new PathFinder(catalog).find(from, to).map(path);
}

function contents({ catalog, report }: LoadedCatalog): CheckedCatalog {
  const tables = new Set(report.resources.map((it) => it.name));
  return {
    fingerprint: catalog.fingerprint,
    types: [...catalog.types.keys()],
    tables: report.resources,
    services: [...catalog.resources.keys()].filter((it) => !tables.has(it)),
    paths: catalog.paths.map(path),
    overrides: catalog.overrides?.length ?? 0,
    warnings: report.warnings,
  };
}

function path({ id, priority, isDiscovered, steps }: MappingPath): CheckedPath {
  return {
    id,
    priority,
    isDiscovered,
    steps: steps.map(({ resource, map, direction }) => {
      const [from, to] =
        direction === "forward" ? [map.sourceType, map.targetType] : [map.targetType, map.sourceType];
      return { resource: resource.name, map: map.name, direction, relation: map.relation, from, to };
    }),
  };
}
