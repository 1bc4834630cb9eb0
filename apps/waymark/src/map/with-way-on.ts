import { isWaymarkError, type MappingSession, type TraceStore } from "@waymark/trace-core";

import type { CommandRun } from "../frame/command-run.js";
import { InterruptedError } from "../frame/interrupted-error.js";
import { OutputFailedError } from "../frame/output-failed-error.js";
import { isWhole, type MapJob } from "./map-job.js";

/** What ended early, and where. */
export interface EndedJob {
  readonly job: MapJob;
  readonly store: TraceStore;
  /** Ids of its sessions, as far as they are known. */
  readonly sessions: ReadonlySet<string>;
}

/**
 * The error with which a job ended, with what is kept and how to go on from there where it was interrupted or its output
 * was lost; any other error as it is.
 */
export async function withWayOn(run: CommandRun, error: unknown, ended: EndedJob): Promise<unknown> {
  if (isWaymarkError(error, "mapping-cancelled")) {
    if (!run.keepsTrace)
      return new InterruptedError("interrupted: the trace was in memory, so nothing of it is kept");
    const { sessionId } = error.details;
    const [session = typeof sessionId === "string" ? sessionId : "latest"] = ended.sessions;
    const resume = resumeCommand(run, session);
    return new InterruptedError(`interrupted: what was mapped is kept; go on with: ${resume}`, {
      session,
      resume,
    });
  }
  if (!run.keepsTrace) return error;
  if (isWaymarkError(error, "output-closed")) {
    const cut = (await sessionsOf(ended)).find(isCut);
    // Whoever has the first lines of a complete run has what they wanted.
    if (cut) run.output.note(`ended early; go on with: ${resumeCommand(run, cut.id)}`);
    return error;
  }
  return error instanceof OutputFailedError ? withAnswers(run, error, ended) : error;
}

/** Where the answers are that could not be written. */
async function withAnswers(
  run: CommandRun,
  error: OutputFailedError,
  ended: EndedJob,
): Promise<OutputFailedError> {
  const sessions = await sessionsOf(ended);
  const [session] = sessions;
  const cut = sessions.find(isCut);
  if (cut) {
    const resume = resumeCommand(run, cut.id);
    return error.withAdvice(`what was mapped is kept; go on with: ${resume}`, { session: cut.id, resume });
  }
  if (session === undefined || sessions.length < ended.sessions.size || !sessions.every(isWhole))
    return error;
  const ids = sessions.map(({ id }) => ` --session ${id}`).join("");
  const fetch = `waymark export --format tsv${ids}${run.storeArgument}`;
  const again = ended.job.fresh ? "map again without --fresh" : "map again";
  return error.withAdvice(`all answers are in the trace: ${again}, or fetch them with: ${fetch}`, {
    session: session.id,
    export: fetch,
  });
}

/** As far as they can be read: what is only asked for advice must not stand in place of the error itself. */
async function sessionsOf({ store, sessions }: EndedJob): Promise<MappingSession[]> {
  const found = await Promise.allSettled([...sessions].map((id) => store.getSession(id)));
  return found.flatMap((it) => (it.status === "fulfilled" && it.value !== undefined ? it.value : []));
}

function isCut({ status }: MappingSession): boolean {
  return status === "cancelled";
}

function resumeCommand({ storeArgument }: CommandRun, session: string): string {
  return `waymark resume ${session}${storeArgument}`;
}
