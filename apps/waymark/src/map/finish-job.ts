import type { LoadedCatalog } from "@waymark/executor";
import type { MappingSession } from "@waymark/trace-core";

import type { CommandRun } from "../frame/command-run.js";
import type { ExitCode } from "../frame/exit-code.js";
import type { InputFile } from "../input/input-file.js";
import type { MapJob } from "./map-job.js";
import { reportJob } from "./report-job.js";
import { runJob, type RunJobOptions } from "./run-job.js";
import { withWayOn } from "./with-way-on.js";

export interface FinishJobOptions {
  readonly loaded: LoadedCatalog;
  readonly input: InputFile;
  readonly count: number;
  readonly notes: readonly string[];
  readonly signal: AbortSignal;
  /** Sessions from before, by target type: see `RunJobOptions`. Default none. */
  readonly resumed?: ReadonlyMap<string, MappingSession>;
}

/** Runs a job, and says how it went; when it is ended early, how to go on. */
export async function finishJob(
  run: CommandRun,
  job: MapJob,
  { notes, ...options }: FinishJobOptions,
): Promise<ExitCode> {
  const sessions = new Set([...(options.resumed?.values() ?? [])].map((it) => it.id));
  const onSession: RunJobOptions["onSession"] = (id) => {
    sessions.add(id);
    run.output.detail(`session ${id} is answering`);
  };
  return run.withStore("write", async (store) => {
    try {
      const result = await runJob(run, job, { ...options, store, onSession });
      const exitCode = await reportJob(run, job, result, { ...options, notes });
      // What could not be written shows here at the latest, where it is known how to go on.
      await run.output.flushed();
      return exitCode;
    } catch (error) {
      throw await withWayOn(run, error, { job, store, sessions });
    }
  });
}
