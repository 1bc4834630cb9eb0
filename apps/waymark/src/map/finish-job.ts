import type { LoadedCatalog } from "@waymark/executor";
import type { MappingSession } from "@waymark/trace-core";

import type { Interruption } from "../frame/command-context.js";
import type { CommandRun } from "../frame/command-run.js";
import type { ExitCode } from "../frame/exit-code.js";
import type { InputFile } from "../input/input-file.js";
import type { MapJob } from "./map-job.js";
import { reportJob } from "./report-job.js";
import { runJob, type RunJobOptions } from "./run-job.js";
import { resumeCommand, withWayOn } from "./with-way-on.js";

export interface FinishJobOptions {
  readonly loaded: LoadedCatalog;
  readonly input: InputFile;
  readonly count: number;
  readonly notes: readonly string[];
  readonly interruption: Interruption;
  /** Earlier sessions by target type, see `RunJobOptions`. Default none. */
  readonly resumed?: ReadonlyMap<string, MappingSession>;
}

/** What an interrupted job does before it ends. */
export const STOPPING = "finished mappings are being written";

/** Runs a job and reports the result; if it ends early, says how to continue. */
export async function finishJob(
  run: CommandRun,
  job: MapJob,
  { notes, interruption, ...options }: FinishJobOptions,
): Promise<ExitCode> {
  const sessions = new Set([...(options.resumed?.values() ?? [])].map((it) => it.id));
  const onSession: RunJobOptions["onSession"] = (id) => {
    sessions.add(id);
    run.output.detail(`session ${id} is answering`);
  };
  interruption.onLeave(() => {
    const [session] = sessions;
    if (session === undefined || !run.keepsTrace) return null;
    const resume = resumeCommand(run, session);
    return `exited at once: the committed part of session ${session} is kept; continue with: ${resume}`;
  });
  const { signal } = interruption;
  return run.withStore("write", async (store) => {
    try {
      const result = await runJob(run, job, { ...options, store, signal, onSession });
      const exitCode = await reportJob(run, job, result, { ...options, notes });
      // Reveals write errors here, where advice on how to continue can be added.
      await run.output.flushed();
      return exitCode;
    } catch (error) {
      throw await withWayOn(run, error, { job, store, sessions });
    }
  });
}
