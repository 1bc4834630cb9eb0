import { everyItem, isOwnerAlive, type MappingSession, type TraceStore } from "@waymark/trace-core";

import type { CommandRun } from "../frame/command-run.js";
import type { ExitCode } from "../frame/exit-code.js";
import { resolveSession } from "../frame/store/resolve-session.js";
import { UsageError } from "../frame/usage-error.js";
import { InputFile } from "../input/input-file.js";
import { readRows } from "../input/read-rows.js";
import { finishJob, STOPPING } from "./finish-job.js";
import { isWhole, jobOf, type MapJob } from "./map-job.js";
import { openCatalog } from "./open-catalog.js";

/** The options of `waymark resume`, as parsed by commander. */
export interface ResumeOptions {
  readonly input?: string;
  readonly output?: string;
  readonly catalog?: string;
  readonly data?: string;
  readonly overrides?: string;
}

/** Runs `waymark resume`. */
export async function resumeSession(
  run: CommandRun,
  options: ResumeOptions,
  wanted: string,
): Promise<ExitCode> {
  const interruption = run.interruption(STOPPING);
  const { signal } = interruption;
  let input: InputFile | undefined;
  try {
    const { session, siblings } = await run.withStore("read", async (store) => {
      // A session whose process was killed still has the status running.
      await store.abandonStale({ isOwnerAlive });
      const session = await resolveSession(store, wanted);
      return { session, siblings: await siblingsOf(store, session) };
    });
    const job = movedJob(run, jobOf(session), options);
    const earlier = siblings.filter((it) => isResumable(it) || isWhole(it));
    // Any session of a call may be named: what is left to do is the same.
    const running = siblings.find((it) => it.status === "running");
    if (running || !siblings.some(isResumable)) checkResumable(running ?? session);
    input = await InputFile.open(run, options.input ?? inputOf(job, session), { signal });
    if ((await input.hash()) !== job.input.sha256)
      throw new UsageError(
        `${input.shown} is not the input of session ${session.id}: give the same input with --input, or map again, ` +
          "which takes answers that are still valid from the cache",
        { session: session.id, sha256: job.input.sha256 },
      );
    const loaded = await openCatalog(run, job);
    let count = 0;
    for await (const _ of readRows(input, job.input.layout, { limit: job.limit })) count += 1;
    const notes = earlier.filter(isWhole).map(untouched);
    for (const it of notes) run.output.note(`note: ${it}`);
    // If there are several sessions for a target type, the newest counts.
    const resumed = new Map(earlier.toReversed().map((it) => [it.targetType, it]));
    return await finishJob(run, job, { loaded, input, count, notes, interruption, resumed });
  } finally {
    interruption.end();
    await input?.close();
  }
}

/** The same job with the new places of its files. */
function movedJob(run: CommandRun, job: MapJob, options: ResumeOptions): MapJob {
  const moved = (given: string | undefined, was: string | null): string | null =>
    given === undefined ? was : run.path(given);
  const output = options.output === "-" ? null : moved(options.output, job.output.file);
  return {
    ...job,
    catalog: moved(options.catalog, job.catalog) ?? job.catalog,
    data: moved(options.data, job.data),
    overrides: moved(options.overrides, job.overrides),
    output: { ...job.output, file: output },
  };
}

function inputOf({ input }: MapJob, { id }: MappingSession): string {
  if (input.file !== null) return input.file;
  throw new UsageError(
    `session ${id} read its identifiers from standard input: pipe the same input in with --input -, or name a file with it`,
  );
}

function isResumable({ status }: MappingSession): boolean {
  return status === "cancelled" || status === "abandoned";
}

function untouched({ id, targetType, status }: MappingSession): string {
  return `the session to ${targetType} had already ended as ${status} (${id}): it is left unchanged, and its recorded answers are written`;
}

function checkResumable(session: MappingSession): void {
  if (isResumable(session)) return;
  const { id, status } = session;
  const what = {
    running: "is running: wait for it, or end its process first",
    completed: "has completed: there is nothing left to do",
  };
  const why =
    status === "running" || status === "completed" ? what[status] : `has ended as ${status}: map again`;
  throw new UsageError(`session ${id} ${why}`, { session: id, status });
}

/** Maximum time between the starts of the sessions of one call. */
const TOGETHER_MS = 3_600_000;

/** The sessions of the same call of `map`, including this one. */
async function siblingsOf(store: TraceStore, session: MappingSession): Promise<MappingSession[]> {
  const { run, to } = jobOf(session);
  const found: MappingSession[] = [];
  for await (const it of everyItem((query) => store.listSessions(query), {})) {
    if (it.startedAt.getTime() < session.startedAt.getTime() - TOGETHER_MS || found.length === to.length)
      break;
    const own = it.parameters.waymark;
    if (typeof own === "object" && own !== null && "run" in own && own.run === run) found.push(it);
  }
  return found;
}
