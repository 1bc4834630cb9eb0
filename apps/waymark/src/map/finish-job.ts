import type { LoadedCatalog } from "@waymark/executor";
import { isWaymarkError, type MappingSession } from "@waymark/trace-core";

import type { CommandRun } from "../frame/command-run.js";
import type { ExitCode } from "../frame/exit-code.js";
import { InterruptedError } from "../frame/interrupted-error.js";
import type { InputFile } from "../input/input-file.js";
import type { MapJob } from "./map-job.js";
import { reportJob } from "./report-job.js";
import { runJob, type RunJobOptions } from "./run-job.js";

export interface FinishJobOptions {
  readonly loaded: LoadedCatalog;
  readonly input: InputFile;
  readonly count: number;
  readonly notes: readonly string[];
  readonly signal: AbortSignal;
  /** Sessions that go on, by target type. Default none. */
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
  try {
    return await run.withStore("write", async (store) => {
      const result = await runJob(run, job, { ...options, store, onSession });
      return reportJob(run, job, result, { ...options, notes });
    });
  } catch (error) {
    if (isWaymarkError(error, "mapping-cancelled") && !run.keepsTrace)
      throw new InterruptedError("interrupted: the trace was in memory, so nothing of it is kept");
    if (isWaymarkError(error, "mapping-cancelled")) {
      const { sessionId } = error.details;
      const [session = typeof sessionId === "string" ? sessionId : "latest"] = sessions;
      const resume = `waymark resume ${session}${run.storeArgument}`;
      throw new InterruptedError(`interrupted: what was mapped is kept; go on with: ${resume}`, {
        session,
        resume,
      });
    }
    if (isWaymarkError(error, "output-closed")) {
      const [session] = sessions;
      if (session !== undefined && run.keepsTrace)
        run.output.note(`ended early; go on with: waymark resume ${session}${run.storeArgument}`);
    }
    throw error;
  }
}
