import { existsSync } from "node:fs";

import type { LoadedCatalog } from "@waymark/executor";

import type { CommandRun } from "../frame/command-run.js";
import { UsageError } from "../frame/usage-error.js";
import { statReadable } from "../input/stat-readable.js";

/** Where a catalog is searched for if none is named. */
const DEFAULTS = ["catalog.yaml", "catalog/catalog.yaml"];

export interface CatalogOptions {
  readonly catalog?: string | undefined;
  readonly data?: string | undefined;
  readonly overrides?: string | undefined;
}

/** Absolute paths of a catalog's files. */
export interface CatalogFiles {
  readonly catalog: string;
  readonly data: string | null;
  readonly overrides: string | null;
}

/**
 * @param naming how the user can name a catalog, for the error
 * @throws UsageError no catalog is named, and none is in the default places
 */
export function catalogFiles(
  run: CommandRun,
  options: CatalogOptions,
  naming = "with --catalog FILE",
): CatalogFiles {
  const given = options.catalog ?? DEFAULTS.find((it) => existsSync(run.path(it)));
  if (given === undefined)
    throw new UsageError(`specify a catalog ${naming}, or create one: waymark catalog init`);
  return {
    catalog: run.path(given),
    data: options.data === undefined ? null : run.path(options.data),
    overrides: options.overrides === undefined ? null : run.path(options.overrides),
  };
}

/**
 * Reads a catalog and its tables, and shows the progress.
 *
 * @throws InputError the catalog or the overrides cannot be read
 * @throws InvalidCatalogError with all problems, each with its place
 */
export async function openCatalog(
  run: CommandRun,
  { catalog, data, overrides }: CatalogFiles,
): Promise<LoadedCatalog> {
  await statReadable(catalog, `the catalog ${catalog}`);
  if (overrides !== null) await statReadable(overrides, `the overrides ${overrides}`);
  const progress = run.progress();
  try {
    const { loadCatalog } = await import("@waymark/executor");
    return await loadCatalog(catalog, {
      ...(data !== null && { dataDir: data }),
      ...(overrides !== null && { overrides }),
      onProgress: ({ resource, index, count }) => {
        progress.show({ label: "reading tables", done: index, total: count, detail: resource });
      },
    });
  } finally {
    progress.end();
  }
}
