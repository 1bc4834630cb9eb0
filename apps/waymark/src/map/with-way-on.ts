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

/** What ended early, and where. */
export interface EndedJob {
  readonly job: MapJob;
  readonly store: TraceStore;
  /** Ids of its sessions, as far as they are known. */
  readonly sessions: ReadonlySet<string>;
}

/**
 * The error with which a job ended, with what is kept and how to go on from there where it was interrupted, or its output
 * or the store was lost; any other error as it is.
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
    // Whoever has the first lines of a complete run has what they wanted.
    if (cut) run.output.note(`ended early; continue with: ${resumeCommand(run, cut.id)}`);
    return error;
  }
  if (error instanceof OutputFailedError) return withAnswers(run, error, ended);
  return isStoreFailure(error) ? withCommitted(run, error, ended) : error;
}

/** The store refused in the middle; not that its file was removed, with all that was in it. */
function isStoreFailure(error: unknown): error is WaymarkError {
  const isFailure = isWaymarkError(error, "cache-transaction") || isWaymarkError(error, "cache-retrieval");
  if (!isFailure) return false;
  const { cause } = error;
  return !(cause instanceof Error && "code" in cause && cause.code === "ESTALE");
}

/** What stays of a job whose store has failed, and how to go on from there. */
async function withCommitted(run: CommandRun, error: WaymarkError, ended: EndedJob): Promise<WaymarkError> {
  const found = new Map((await foundInTime(ended)).map((it) => [it.id, it]));
  const ids = ended.sessions.size > 0 ? [...ended.sessions] : [...found.keys()];
  if (ids.length === 0) return error;
  // The end of a session may have been lost with the store as well: then it still says that it is running.
  const unended = ids.find((id) => {
    const session = found.get(id);
    return session === undefined || isCut(session) || isUnended(session);
  });
  // A store says of a batch that nothing was written, and it may have had many before.
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

/** With the code of its cause. */
class StoppedByStoreError extends WaymarkError {
  constructor(cause: WaymarkError, advice: string, details: JsonObject) {
    super(`${cause.message}; ${advice}`, {
      code: cause.code,
      details: { ...cause.details, ...details },
      cause,
    });
  }
}

/** How long a store that has just failed is asked for advice. */
const PATIENCE_MS = 5_000;

/** The sessions of a job, also those that have answered nothing yet, of which nobody was told; none when the store does not say. */
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

/** Sessions of others that may have begun since. */
const NEARBY = 50;

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

/** As far as they can be read: what is only asked for advice must not stand in place of the error itself. */
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

/** As it is to be typed next. */
export function resumeCommand({ storeArgument }: CommandRun, session: string): string {
  return `waymark resume ${session}${storeArgument}`;
}
