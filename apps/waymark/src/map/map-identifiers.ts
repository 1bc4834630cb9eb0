import { randomUUID } from "node:crypto";

import { PathFinder, type Catalog } from "@waymark/executor";

import { checkCatalogTypes } from "../catalog/check-catalog-types.js";
import type { CommandRun } from "../frame/command-run.js";
import type { ExitCode } from "../frame/exit-code.js";
import { InterruptedError } from "../frame/interrupted-error.js";
import { UsageError } from "../frame/usage-error.js";
import { chooseLayout } from "../input/choose-layout.js";
import { InputFile } from "../input/input-file.js";
import { betterType, suggestType } from "../input/suggest-type.js";
import { surveyInput, type InputSurvey } from "../input/survey-input.js";
import type { OnMany } from "../result/on-many.js";
import type { Format } from "../result/result-format.js";
import type { Shape } from "../result/result-shape.js";
import { countText } from "../views/format.js";
import { checkSecondary } from "./check-secondary.js";
import { finishJob, STOPPING } from "./finish-job.js";
import { inputNotes } from "./input-notes.js";
import type { MapJob } from "./map-job.js";
import { catalogFiles, openCatalog } from "./open-catalog.js";

/** The options of `waymark map`, as parsed by commander. */
export interface MapOptions {
  readonly catalog?: string;
  readonly data?: string;
  readonly overrides?: string;
  readonly from?: string;
  readonly to: readonly string[];
  readonly column?: string;
  readonly secondary?: readonly string[];
  readonly header?: boolean;
  readonly limit?: number;
  readonly minConfidence?: number;
  readonly asOf?: Date;
  readonly fresh?: boolean;
  readonly validate?: boolean;
  readonly tag?: readonly string[];
  readonly onMany: OnMany;
  readonly output?: string;
  readonly format?: Format;
  readonly shape: Shape;
  readonly unmapped?: string;
  readonly guardFormulas?: boolean;
}

/** Runs `waymark map`. */
export async function mapIdentifiers(run: CommandRun, options: MapOptions, given: string): Promise<ExitCode> {
  const interruption = run.interruption(STOPPING);
  const { signal } = interruption;
  let input: InputFile | undefined;
  try {
    const files = catalogFiles(run, options);
    const secondary = secondaryColumns(options.secondary ?? []);
    checkPaths(run, options, given);
    input = await InputFile.open(run, given, { signal });
    const loaded = await openCatalog(run, files);
    const { types } = loaded.catalog;
    checkCatalogTypes(loaded.catalog, [...options.to, ...Object.keys(secondary)]);
    if (options.from !== undefined) checkCatalogTypes(loaded.catalog, [options.from]);
    const { layout, notes } = await chooseLayout(input, {
      column: options.column ?? null,
      secondary,
      header: options.header ?? null,
      types: [...types.keys()],
    });
    const limit = options.limit ?? null;
    const survey = await surveyInput(input, layout, types, { from: options.from ?? null, limit, signal });
    const from = options.from ?? (await whichType(loaded.catalog, survey));
    const finder = new PathFinder(loaded.catalog);
    for (const to of options.to) finder.find(from, to);
    checkSecondary(finder, Object.keys(secondary), from);
    const better = await betterType(loaded.catalog, survey, from);
    throwIfInterrupted(signal);
    const told = [...notes, ...inputNotes(input, survey, from, layout, better)];
    for (const it of told) run.output.note(it.startsWith(" ") ? it : `note: ${it}`);
    const job: MapJob = {
      run: randomUUID(),
      ...files,
      input: { file: input.path, sha256: survey.sha256, layout },
      from,
      to: [...new Set(options.to)],
      limit,
      minConfidence: options.minConfidence ?? 0,
      validate: options.validate ?? false,
      asOf: options.asOf?.toISOString() ?? null,
      fresh: options.fresh ?? false,
      tags: options.tag ?? [],
      onMany: options.onMany,
      output: outputOf(run, options),
    };
    return await finishJob(run, job, { loaded, input, count: survey.count, notes: told, interruption });
  } finally {
    interruption.end();
    await input?.close();
  }
}

function outputOf(run: CommandRun, options: MapOptions): MapJob["output"] {
  const { output, unmapped } = options;
  return {
    file: output === undefined || output === "-" ? null : run.path(output),
    format: options.format ?? null,
    shape: options.shape,
    unmapped: unmapped === undefined ? null : run.path(unmapped),
    guardFormulas: options.guardFormulas ?? false,
  };
}

/** Refuses two outputs to one file, and an output that would overwrite the input. */
function checkPaths(run: CommandRun, { output, unmapped }: MapOptions, given: string): void {
  const [input, ...outputs] = [given === "-" ? undefined : given, output, unmapped].map((it) =>
    it === undefined || it === "-" ? undefined : run.path(it),
  );
  if (input !== undefined && outputs.includes(input))
    throw new UsageError(`the output would overwrite the input ${given}: choose another file`);
  if (outputs[0] !== undefined && outputs[0] === outputs[1])
    throw new UsageError("--output and --unmapped name the same file: use two different files");
}

function secondaryColumns(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((it) => {
      const at = it.indexOf("=");
      if (at <= 0 || at === it.length - 1)
        throw new UsageError(`--secondary ${it}: expected TYPE=COLUMN, such as NCBI_GENE=entrez_id`);
      return [it.slice(0, at), it.slice(at + 1)];
    }),
  );
}

/** @throws UsageError always, since no type was given; the message suggests the most probable one */
async function whichType(catalog: Catalog, survey: InputSurvey): Promise<string> {
  const suggestion = await suggestType(catalog, survey);
  const known = [...catalog.types.keys()].join(", ");
  if (suggestion === null) throw new UsageError(`specify the type of the identifiers with --from (${known})`);
  const { type, count, of, because } = suggestion;
  const why =
    because === "look"
      ? `${count === 1 ? "looks" : "look"} like ${type}`
      : `${count === 1 ? "is" : "are"} known to the catalog as ${type}`;
  throw new UsageError(
    `specify the type of the identifiers: ${countText(count)} of ${countText(of)} ${why}, so it is probably --from ${type}`,
    { suggestion: type },
  );
}

function throwIfInterrupted(signal: AbortSignal): void {
  if (signal.aborted) throw new InterruptedError("interrupted before anything was mapped");
}
