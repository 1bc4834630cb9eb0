import { pathPerformance, resourcePerformance, type BucketLength } from "@waymark/trace-report";
import { Command, Option } from "commander";

import type { PathsDocument } from "../documents/paths-document.js";
import type { CommandFrame } from "../frame/command-frame.js";
import type { CommandRun } from "../frame/command-run.js";
import { examples } from "../frame/examples.js";
import { EXIT, type ExitCode } from "../frame/exit-code.js";
import { UsageError } from "../frame/usage-error.js";
import { pathsText } from "../views/paths-text.js";
import { pointInTime } from "./point-in-time.js";

interface PathsOptions {
  readonly since?: Date;
  readonly until?: Date;
  readonly by?: BucketLength;
}

export function pathsCommand(frame: CommandFrame): Command {
  return new Command("paths")
    .description(
      "shows how paths and resources performed over all runs: yield, failures, durations; also over time",
    )
    .option(
      "--since <time>",
      "only batches that started at or after this time: 7d, 12h, 2026-01-31",
      pointInTime,
    )
    .option("--until <time>", "only batches that started before this time", pointInTime)
    .addOption(
      new Option("--by <length>", "also by period, from --since on").choices(["hour", "day", "week"]),
    )
    .addHelpText(
      "after",
      examples([
        ["waymark paths", "all paths and resources, slowest first"],
        ["waymark paths --since 7d --by day", "the last week, day by day"],
      ]),
    )
    .action(frame.action(show));
}

async function show(run: CommandRun, { since, until, by: bucket }: PathsOptions): Promise<ExitCode> {
  if (bucket !== undefined && since === undefined)
    throw new UsageError("--by needs a start: add --since, such as --since 7d");
  return run.withStore("read", async (store) => {
    const request = { ...(since && { since }), ...(until && { until }), ...(bucket && { bucket }) };
    const { resources } = await resourcePerformance(store, request);
    const document: PathsDocument = { ...(await pathPerformance(store, request)), resources };
    if (run.output.isJson) await run.output.document(document);
    else if (document.paths.length === 0)
      run.output.note(since || until ? "nothing ran in that time" : "nothing has run yet");
    else await run.output.write(pathsText(document, run.output));
    return EXIT.fine;
  });
}
