import { setTimeout } from "node:timers/promises";

import {
  isWaymarkError,
  WaymarkError,
  type JsonObject,
  type MappingSession,
  type TraceStore,
} from "@waymark/trace-core";

import type { CommandRun } from "../frame/command-run.js";
import { InterruptedError } from "../frame/interrupted-error.js";
import { OutputFailedError } from "../frame/output/output-failed-error.js";
import { isWhole, type MapJob } from "./map-job.js";

/** A job that ended early. */
export interface EndedJob {
  readonly job: MapJob;
  readonly store: TraceStore;
  /** Ids of its sessions, as far as known. */
  readonly sessions: ReadonlySet<string>;
}

/**
 * Adds to the error of a job what is kept and how to continue, if the job was interrupted or its output or the store
 * failed. Returns any other error unchanged.
 */
export async function withWayOn(run: CommandRun, error: unknown, ended: EndedJob): Promise<unknown> {
  if (isWaymarkError(error, "mapping-cancelled")) {
    if (!run.keepsTrace)
      return new InterruptedError("interrupted: the trace was in memory, so nothing is kept");
    const { sessionId } = error.details;
    const [session = typeof sessionId === "string" ? sessionId : "latest"] = ended.sessions;
    const resume = resumeCommand(run, session);
    return new InterruptedError(`interrupted: finished mappings are kept; continue with: ${resume}`, {
      session,
      resume,
    });
  }
  if (!run.keepsTrace) return error;
  if (isWaymarkError(error, "output-closed")) {
    const cut = (await sessionsOf(ended)).find(isCut);
    // If the run is complete, a reader of the first lines has what it wanted.
    if (cut) run.output.note(`ended early; continue with: ${resumeCommand(run, cut.id)}`);
    return error;
  }
  if (error instanceof OutputFailedError) return withAnswers(run, error, ended);
  return isStoreFailure(error) ? withCommitted(run, error, ended) : error;
}

/**
 * Whether the store failed during the run. If its file was removed (ESTALE), all records are lost, and there is no way
 * to continue.
 */
function isStoreFailure(error: unknown): error is WaymarkError {
  const isFailure = isWaymarkError(error, "cache-transaction") || isWaymarkError(error, "cache-retrieval");
  if (!isFailure) return false;
  const { cause } = error;
  return !(cause instanceof Error && "code" in cause && cause.code === "ESTALE");
}

/** Adds what is kept of a job whose store has failed, and how to continue. */
async function withCommitted(run: CommandRun, error: WaymarkError, ended: EndedJob): Promise<WaymarkError> {
  const found = new Map((await foundInTime(ended)).map((it) => [it.id, it]));
  const ids = ended.sessions.size > 0 ? [...ended.sessions] : [...found.keys()];
  if (ids.length === 0) return error;
  // The store may have failed before the end of a session was written: then its status is still running.
  const unended = ids.find((id) => {
    const session = found.get(id);
    return session === undefined || isCut(session) || isUnended(session);
  });
  // The store's error only says that this batch was not written; many may have been written before.
  const what = error.details.commit === undefined ? "" : "this concerns only the last batch; ";
  if (unended !== undefined) {
    const resume = resumeCommand(run, unended);
    return new StoppedByStoreError(
      error,
      `${what}earlier batches of session ${unended} are kept; once the store works again, continue with: ${resume}`,
      { session: unended, resume },
    );
  }
  const [session = ""] = ids;
  const again = ended.job.fresh ? "map again without --fresh" : "map again";
  return new StoppedByStoreError(
    error,
    `${what}earlier answers of session ${session} are kept in the trace; once the store works again, ${again}, and ` +
      "they are taken from the cache",
    { session },
  );
}

/** Has the code of its cause. */
class StoppedByStoreError extends WaymarkError {
  constructor(cause: WaymarkError, advice: string, details: JsonObject) {
    super(`${cause.message}; ${advice}`, {
      code: cause.code,
      details: { ...cause.details, ...details },
      cause,
    });
  }
}

/** How long to wait for a store that has just failed. */
const PATIENCE_MS = 5_000;

/** The sessions of a job, including those that have not answered anything yet; empty if the store does not answer. */
async function foundInTime(ended: EndedJob): Promise<MappingSession[]> {
  const { job, store, sessions } = ended;
  const asking = sessions.size > 0 ? sessionsOf(ended) : begunBy(job, store).catch(() => []);
  const timer = new AbortController();
  const late = setTimeout(PATIENCE_MS, [], { signal: timer.signal }).catch(() => []);
  const found = await Promise.race([asking, late]);
  timer.abort();
  return found;
}

async function begunBy({ run, to }: MapJob, store: TraceStore): Promise<MappingSession[]> {
  const { items } = await store.listSessions({ limit: to.length + NEARBY });
  return items.filter(({ parameters: { waymark } }) => {
    return typeof waymark === "object" && waymark !== null && "run" in waymark && waymark.run === run;
  });
}

/** Number of sessions of other jobs that may have started since. */
const NEARBY = 50;

/** Adds where to find the answers that could not be written. */
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
    return error.withAdvice(`finished mappings are kept; continue with: ${resume}`, {
      session: cut.id,
      resume,
    });
  }
  if (session === undefined || sessions.length < ended.sessions.size || !sessions.every(isWhole))
    return error;
  const ids = sessions.map(({ id }) => ` --session ${id}`).join("");
  const fetch = `waymark export --format tsv${ids}${run.storeArgument}`;
  const again = ended.job.fresh ? "map again without --fresh" : "map again";
  return error.withAdvice(`all answers are in the trace: ${again}, or export them with: ${fetch}`, {
    session: session.id,
    export: fetch,
  });
}

/** The sessions that can be read: an error in looking for advice must not replace the original one. */
async function sessionsOf({ store, sessions }: EndedJob): Promise<MappingSession[]> {
  const found = await Promise.allSettled([...sessions].map((id) => store.getSession(id)));
  return found.flatMap((it) => (it.status === "fulfilled" && it.value !== undefined ? it.value : []));
}

function isUnended({ status }: MappingSession): boolean {
  return status === "running" || status === "abandoned";
}

function isCut({ status }: MappingSession): boolean {
  return status === "cancelled";
}

/** The command line to continue with. */
export function resumeCommand({ storeArgument }: CommandRun, session: string): string {
  return `waymark resume ${session}${storeArgument}`;
}
