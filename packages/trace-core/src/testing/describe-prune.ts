import { describe, expect, it } from "vitest";

import { MAPPING_SESSION_STATUSES } from "../records/mapping-session.js";
import {
  at,
  batchOf,
  sampleEnd,
  sampleMapping,
  sampleMetric,
  sampleOutcome,
  sampleRun,
  sampleSession,
  type SampleRun,
} from "./sample-records.js";
import { failure, NO_RECORDS, openedForEachTest, type TraceStoreUnderTest } from "./store-under-test.js";

const DAY = 86_400_000;

export function describePrune(subject: TraceStoreUnderTest): void {
  describe("prune", () => {
    const context = openedForEachTest(subject);

    /** A written run of three genes that ended on this day. */
    async function endedRun(day: number, prefix: string): Promise<SampleRun> {
      const run = sampleRun(3, { prefix });
      await context.store.write({
        ...batchOf(run),
        metrics: [sampleMetric(run.session.id)],
        sessionEnds: [sampleEnd(run.session.id, { endedAt: at(day * DAY) })],
      });
      return run;
    }

    it("removes sessions that ended before olderThan, with all their records, and nothing else", async () => {
      const { store } = context;
      const old = await endedRun(1, "old");
      const young = await endedRun(9, "young");
      const report = await store.prune({ olderThan: at(5 * DAY) });
      expect(report).toEqual({
        dryRun: false,
        sessions: 1,
        pathExecutions: 1,
        mappings: 3,
        provenance: 3,
        outcomes: 3,
        metrics: 1,
      });
      expect(await store.getSession(old.session.id)).toBeUndefined();
      expect(await store.getSession(young.session.id)).toBeDefined();
      expect(await store.getMappings(old.mappings.map((it) => it.id))).toEqual([]);
      expect(await store.getMappings(young.mappings.map((it) => it.id))).toHaveLength(3);
    });

    it("compares the end of a session to the millisecond", async () => {
      const { store } = context;
      const [old, young] = [sampleSession(), sampleSession()];
      await store.write({
        sessionStarts: [old, young],
        sessionEnds: [
          sampleEnd(old.id, { endedAt: at(5 * DAY - 1) }),
          sampleEnd(young.id, { endedAt: at(5 * DAY) }),
        ],
      });
      expect(await store.prune({ olderThan: at(5 * DAY), dryRun: true })).toMatchObject({ sessions: 1 });
      expect(await store.prune({ olderThan: at(5 * DAY) })).toMatchObject({ sessions: 1 });
      expect((await store.listSessions()).items.map((it) => it.id)).toEqual([young.id]);
    });

    it("removes ended sessions of every status", async () => {
      const { store } = context;
      const statuses = MAPPING_SESSION_STATUSES.filter((it) => it !== "running");
      const sessions = statuses.map(() => sampleSession());
      await store.write({
        sessionStarts: sessions,
        sessionEnds: sessions.map(({ id }, i) =>
          sampleEnd(id, { status: statuses[i] ?? "completed", endedAt: at(DAY) }),
        ),
      });
      expect(await store.prune({ olderThan: at(5 * DAY), dryRun: true })).toMatchObject({ sessions: 5 });
      expect(await store.prune({ olderThan: at(5 * DAY) })).toMatchObject({ sessions: 5 });
      expect(await store.listSessions()).toEqual({ items: [] });
    });

    it("only counts in a dry run, and counts correctly", async () => {
      const { store } = context;
      await endedRun(1, "shared");
      await endedRun(2, "own");
      await endedRun(9, "shared");
      const before = await store.countRecords();
      const planned = await store.prune({ olderThan: at(5 * DAY), dryRun: true });
      expect(planned).toMatchObject({ dryRun: true, sessions: 2, mappings: 3 });
      expect(await store.countRecords()).toEqual(before);
      expect(await store.prune({ olderThan: at(5 * DAY) })).toEqual({ ...planned, dryRun: false });
    });

    it("removes nothing more the second time", async () => {
      const { store } = context;
      await endedRun(1, "g");
      await store.prune({ olderThan: at(5 * DAY) });
      expect(await store.prune({ olderThan: at(5 * DAY) })).toEqual({ dryRun: false, ...NO_RECORDS });
    });

    it("never removes a running session, however old", async () => {
      const { store } = context;
      const run = sampleRun(2, { session: sampleSession({ startedAt: new Date(0) }) });
      await store.write(batchOf(run));
      expect(await store.prune({ olderThan: at(5 * DAY) })).toMatchObject({ sessions: 0, mappings: 0 });
      expect(await store.getSession(run.session.id)).toEqual(run.session);
    });

    it("keeps a session as long as it answered an outcome that is kept", async () => {
      const { store } = context;
      const origin = await endedRun(1, "g");
      const user = sampleSession();
      const outcome = sampleOutcome(user.id, origin.mappings.slice(0, 1), {
        servedFrom: "cache",
        answeredBy: origin.session.id,
      });
      await store.write({
        sessionStarts: [user],
        outcomes: [outcome],
        sessionEnds: [sampleEnd(user.id, { endedAt: at(9 * DAY) })],
      });
      expect(await store.prune({ olderThan: at(5 * DAY) })).toMatchObject({ sessions: 0 });
      const error = await failure(store.deleteSession(origin.session.id), "session-in-use");
      expect(error.details).toEqual({ sessionId: origin.session.id, usedBy: [user.id] });
      expect(await store.prune({ olderThan: at(10 * DAY), dryRun: true })).toMatchObject({
        sessions: 2,
        mappings: 3,
      });
      expect(await store.prune({ olderThan: at(10 * DAY) })).toMatchObject({ sessions: 2, mappings: 3 });
      expect(await store.countRecords()).toEqual(NO_RECORDS);
    });

    it("removes mappings without provenance that were last seen before olderThan", async () => {
      const { store } = context;
      const forgotten = sampleMapping({ sourceId: "forgotten" });
      const seen = sampleMapping({ sourceId: "seen", lastSeenAt: at(5 * DAY) });
      const before = sampleMapping({ sourceId: "before", lastSeenAt: at(5 * DAY - 1) });
      await store.write({ mappings: [forgotten, seen, before] });
      expect(await store.prune({ olderThan: at(5 * DAY), dryRun: true })).toMatchObject({ mappings: 2 });
      expect(await store.prune({ olderThan: at(5 * DAY) })).toMatchObject({ mappings: 2 });
      expect((await store.listMappings()).items).toEqual([seen]);
    });

    it("removes a large session completely", async () => {
      const { store } = context;
      const run = sampleRun(6_000);
      await store.write({ ...batchOf(run), sessionEnds: [sampleEnd(run.session.id)] });
      expect(await store.prune({ olderThan: at(5 * DAY) })).toMatchObject({
        mappings: 6_000,
        provenance: 6_000,
      });
      expect(await store.countRecords()).toEqual(NO_RECORDS);
    });
  });
}
