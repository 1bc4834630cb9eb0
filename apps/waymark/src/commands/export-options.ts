import type { ExportOptions } from "@waymark/trace-export";

import type { CommandRun } from "../frame/command-run.js";
import { InputFile } from "../input/input-file.js";
import { UsageError } from "../frame/usage-error.js";

/**
 * Reads format options from a JSON file; empty if no file is named. The format checks the options.
 *
 * @throws InputError the file cannot be read
 * @throws UsageError it is not a JSON object
 */
export async function readExportOptions(run: CommandRun, file: string | undefined): Promise<ExportOptions> {
  if (file === undefined) return {};
  const text = await textOf(run, file);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch (error) {
    throw new UsageError(`cannot read options from ${file}: ${(error as Error).message}`, { file }, error);
  }
  throw new UsageError(`${file} has to hold one JSON object with the format's options`, { file });
}

async function textOf(run: CommandRun, file: string): Promise<string> {
  const input = await InputFile.open(run, file);
  try {
    let text = "";
    for await (const piece of input.text()) text += piece;
    return text;
  } finally {
    await input.close();
  }
}
