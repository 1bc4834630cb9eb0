import { readFile } from "node:fs/promises";

import type { ExportOptions } from "@waymark/trace-export";

import type { CommandRun } from "../frame/command-run.js";
import { UsageError } from "../frame/usage-error.js";

/**
 * Options of formats from a JSON file; none where no file is named. What a format makes of them, it checks itself.
 *
 * @throws UsageError it cannot be read, or is no JSON object
 */
export async function readExportOptions(run: CommandRun, file: string | undefined): Promise<ExportOptions> {
  if (file === undefined) return {};
  try {
    const value: unknown = JSON.parse(await readFile(run.path(file), "utf8"));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch (error) {
    throw new UsageError(`cannot read options from ${file}: ${(error as Error).message}`, { file }, error);
  }
  throw new UsageError(`${file} has to hold one JSON object with the format's options`, { file });
}
