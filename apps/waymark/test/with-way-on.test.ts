import {
  CacheRetrievalError,
  CacheTransactionError,
  isWaymarkError,
  type MappingSession,
  type MappingSessionStatus,
  type WaymarkError,
} from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { sampleEnd, sampleSession } from "@waymark/trace-core/testing";
import { expect, it } from "vitest";

import { CommandRun } from "../src/frame/command-run.js";
import type { MapJob } from "../src/map/map-job.js";
import { withWayOn, type EndedJob } from "../src/map/with-way-on.js";
import { inProcess } from "./support/in-process.js";

const FULL = new CacheTransactionError("The disk is full; nothing was written", {
  attempts: 1,
  commit: "rolled-back",
});

const JOB = { run: "one-run", to: ["NCBI_GENE"], fresh: false } as unknown as MapJob;

async function tracedSession(
  status: MappingSessionStatus,
): Promise<{ readonly store: InMemoryTraceStore; readonly session: MappingSession }> {
  const store = new InMemoryTraceStore();
  const session = sampleSession({ parameters: { waymark: { run: JOB.run } } });
  const sessionEnds = status === "running" ? [] : [sampleEnd(session.id, { status })];
  await store.write({ sessionStarts: [session], sessionEnds });
  return { store, session };
}

async function wayOn(error: unknown, ended: EndedJob, store = "sqlite:other.db"): Promise<WaymarkError> {
  let told: unknown;
  await inProcess(
    async (context) => {
      const run = new CommandRun(context, { store, json: false, verbose: false, quiet: false });
      told = await withWayOn(run, error, ended);
      return 0;
    },
    { cwd: "." },
  );
  if (!isWaymarkError(told)) throw new Error("it is no error of ours");
  return told;
}

it.each(["running", "abandoned", "cancelled"] as const)(
  "names the session that a failed store leaves %s, and how to go on with it",
  async (status) => {
    const { store, session } = await tracedSession(status);
    const error = await wayOn(FULL, { job: JOB, store, sessions: new Set([session.id]) });
    const resume = `waymark resume ${session.id} --store sqlite:other.db`;
    expect(error.message).toBe(
      "The disk is full; nothing was written; this concerns only the last batch; earlier batches of session " +
        `${session.id} are kept; once the store works again, continue with: ${resume}`,
    );
    expect(error).toMatchObject({
      code: "cache-transaction",
      details: { attempts: 1, session: session.id, resume },
    });
  },
);

it("says that mapping again uses the cache if a session failed together with the store", async () => {
  const { store, session } = await tracedSession("failed");
  const ended = { job: JOB, store, sessions: new Set([session.id]) };
  const { message } = await wayOn(FULL, ended);
  expect(message).toContain(`earlier answers of session ${session.id} are kept in the trace`);
  expect(message).toMatch(/ map again, and they are taken from the cache$/);
  const fresh = await wayOn(FULL, { ...ended, job: { ...JOB, fresh: true } });
  expect(fresh.message).toMatch(/ map again without --fresh, and they are taken from the cache$/);
});

it("continues the one session of several that can be continued", async () => {
  const { store, session } = await tracedSession("failed");
  const other = sampleSession();
  await store.write({
    sessionStarts: [other],
    sessionEnds: [sampleEnd(other.id, { status: "cancelled" })],
  });
  const { details } = await wayOn(FULL, { job: JOB, store, sessions: new Set([session.id, other.id]) });
  expect(details.resume).toContain(other.id);
});

it("names the session even if the store cannot be queried any more", async () => {
  const { store, session } = await tracedSession("running");
  await store.close();
  const lost = new CacheRetrievalError("The connection to the database was lost", { attempts: 3 });
  const { message } = await wayOn(lost, { job: JOB, store, sessions: new Set([session.id]) });
  expect(message).toMatch(
    new RegExp(
      `^The connection to the database was lost; earlier batches of session .* waymark resume ${session.id} --store`,
    ),
  );
});

it("finds the session even if it has not answered anything yet", async () => {
  const { store, session } = await tracedSession("running");
  await store.write({ sessionStarts: [sampleSession()] });
  const { details } = await wayOn(FULL, { job: JOB, store, sessions: new Set() });
  expect(details.session).toBe(session.id);
});

it("gives no advice if the file was removed or the trace is in memory", async () => {
  const { store, session } = await tracedSession("running");
  const ended = { job: JOB, store, sessions: new Set([session.id]) };
  const cause = Object.assign(new Error("gone"), { code: "ESTALE" });
  const gone = new CacheTransactionError("It was removed", { attempts: 1, commit: "unknown" }, cause);
  expect(await wayOn(gone, ended)).toBe(gone);
  expect(await wayOn(FULL, ended, "sqlite::memory:")).toBe(FULL);
});
