import { describe, expect, it } from "vitest";

import { uuidV7 } from "../identity/id-source.js";
import { at, sampleEnd, sampleRun, sampleSession, batchOf } from "./sample-records.js";
import { failure, openedForEachTest, type TraceStoreUnderTest } from "./store-under-test.js";

/** Long before any store's now. */
const LONG_AGO = new Date("2020-01-01T00:00:00.000Z");

export function describeSessions(subject: TraceStoreUnderTest): void {
  describe("sessions", () => {
    const context = openedForEachTest(subject);

    it("ends a session with its status, counts and error", async () => {
      const { store } = context;
      const session = sampleSession();
      const end = sampleEnd(session.id, {
        status: "failed",
        inputCount: 5,
        resultCount: 3,
        error: { code: "e", message: "m" },
      });
      await store.write({ sessionStarts: [session] });
      await store.write({ sessionEnds: [end] });
      const { sessionId: _id, ...fields } = end;
      expect(await store.getSession(session.id)).toEqual({ ...session, ...fields });
    });

    it("keeps the counts that it has when an end brings none", async () => {
      const { store } = context;
      const session = sampleSession({ inputCount: 9 });
      await store.write({ sessionStarts: [session], sessionEnds: [sampleEnd(session.id)] });
      expect(await store.getSession(session.id)).toMatchObject({ inputCount: 9, status: "completed" });
    });

    it("changes nothing when a session ends again with the same status", async () => {
      const { store } = context;
      const session = sampleSession();
      await store.write({ sessionStarts: [session], sessionEnds: [sampleEnd(session.id)] });
      const ended = await store.getSession(session.id);
      await store.write({ sessionEnds: [sampleEnd(session.id, { endedAt: at(9_999), resultCount: 1 })] });
      expect(await store.getSession(session.id)).toEqual(ended);
    });

    it("refuses another status than the one that a session ended with", async () => {
      const { store } = context;
      const session = sampleSession();
      await store.write({ sessionStarts: [session], sessionEnds: [sampleEnd(session.id)] });
      const end = sampleEnd(session.id, { status: "cancelled" });
      const error = await failure(store.write({ sessionEnds: [end] }), "session-already-ended");
      expect(error.details).toMatchObject({
        sessionId: session.id,
        status: "completed",
        requested: "cancelled",
      });
    });

    it("lets one of several concurrent ends with different statuses win", async () => {
      const { store } = context;
      const other = (await context.second()) ?? store;
      const session = sampleSession();
      await store.write({ sessionStarts: [session] });
      const statuses = ["completed", "failed", "cancelled", "partial"] as const;
      const results = await Promise.allSettled(
        statuses.map((status, i) =>
          (i % 2 === 0 ? store : other).write({ sessionEnds: [sampleEnd(session.id, { status })] }),
        ),
      );
      const won = results.flatMap((it, i) => (it.status === "fulfilled" ? [statuses[i]] : []));
      expect(won).toHaveLength(1);
      expect((await store.getSession(session.id))?.status).toBe(won[0]);
    });

    it("does not reopen a session by a late or repeated start", async () => {
      const { store } = context;
      const session = sampleSession();
      await store.write({ sessionStarts: [session], sessionEnds: [sampleEnd(session.id)] });
      const resource = {
        name: "late",
        release: null,
        contentHash: null,
        title: null,
        homepage: null,
        license: null,
        citation: null,
      };
      await store.write({ sessionStarts: [{ ...session, tags: ["again"], resources: [resource] }] });
      expect(await store.getSession(session.id)).toMatchObject({
        status: "completed",
        tags: [],
        resources: [],
      });
    });

    it("says that a session to be ended is unknown", async () => {
      const id = uuidV7();
      const error = await failure(context.store.write({ sessionEnds: [sampleEnd(id)] }), "session-not-found");
      expect(error.details).toEqual({ sessionId: id });
    });

    it("knows no session by an id that nothing has, nor by what is no id", async () => {
      expect(await context.store.getSession(uuidV7())).toBeUndefined();
      expect(await context.store.getSession("nonsense")).toBeUndefined();
      expect(await context.store.getSession("")).toBeUndefined();
    });

    it("moves the heartbeat of a running session, and never back", async () => {
      const { store } = context;
      const session = sampleSession({ startedAt: LONG_AGO });
      const ahead = sampleSession({ heartbeatAt: new Date("9000-01-01T00:00:00.000Z") });
      await store.write({ sessionStarts: [session, ahead] });
      expect(await store.heartbeat(session.id)).toBe("running");
      expect(await store.heartbeat(ahead.id)).toBe("running");
      expect((await store.getSession(session.id))?.heartbeatAt.getTime()).toBeGreaterThan(LONG_AGO.getTime());
      expect(await store.getSession(ahead.id)).toEqual(ahead);
    });

    it("leaves an ended session alone at a heartbeat, and tells its status", async () => {
      const { store } = context;
      const session = sampleSession({ startedAt: LONG_AGO });
      await store.write({
        sessionStarts: [session],
        sessionEnds: [sampleEnd(session.id, { status: "partial" })],
      });
      const ended = await store.getSession(session.id);
      expect(await store.heartbeat(session.id)).toBe("partial");
      expect(await store.getSession(session.id)).toEqual(ended);
      await failure(store.heartbeat(uuidV7()), "session-not-found");
    });

    it("abandons running sessions without a sign of life, and says which", async () => {
      const { store } = context;
      const stale = sampleSession({ startedAt: LONG_AGO });
      const alive = sampleSession({ startedAt: LONG_AGO });
      const ended = sampleSession({ startedAt: LONG_AGO });
      await store.write({ sessionStarts: [stale, alive, ended], sessionEnds: [sampleEnd(ended.id)] });
      await store.heartbeat(alive.id);
      const abandoned = await store.abandonStale();
      expect(abandoned.map((it) => it.id)).toEqual([stale.id]);
      expect(abandoned[0]).toMatchObject({ status: "abandoned", error: { code: "abandoned" } });
      expect(abandoned[0]?.endedAt).not.toBeNull();
      expect(await store.getSession(stale.id)).toEqual(abandoned[0]);
      expect((await store.getSession(alive.id))?.status).toBe("running");
      expect((await store.getSession(ended.id))?.status).toBe("completed");
      expect(await store.abandonStale()).toEqual([]);
    });

    it("asks how long is too long", async () => {
      const { store } = context;
      const session = sampleSession({ startedAt: new Date(Date.now() - 60_000) });
      await store.write({ sessionStarts: [session] });
      expect(await store.abandonStale({ staleAfterMs: 3_600_000 })).toEqual([]);
      expect(await store.abandonStale({ staleAfterMs: 1_000 })).toHaveLength(1);
    });

    it("abandons at once what a dead process owned, and nothing else that shows signs of life", async () => {
      const { store } = context;
      const owned = (processId: number) =>
        sampleSession({
          startedAt: LONG_AGO,
          heartbeatAt: new Date("9000-01-01T00:00:00.000Z"),
          owner: { host: "h", processId, processStartedAt: LONG_AGO },
        });
      const [dead, living, elsewhere] = [owned(1), owned(2), owned(3)];
      await store.write({ sessionStarts: [dead, living, elsewhere] });
      const asked: number[] = [];
      const abandoned = await store.abandonStale({
        isOwnerAlive: (owner) => {
          asked.push(owner.processId);
          return owner.processId === 1 ? false : owner.processId === 2 ? true : undefined;
        },
      });
      expect(abandoned.map((it) => it.id)).toEqual([dead.id]);
      expect(new Set(asked)).toEqual(new Set([1, 2, 3]));
    });

    it("abandons a session whose process lives but gave no sign of life", async () => {
      const { store } = context;
      const owner = { host: "h", processId: 2, processStartedAt: LONG_AGO };
      await store.write({ sessionStarts: [sampleSession({ startedAt: LONG_AGO, owner })] });
      expect(await store.abandonStale({ isOwnerAlive: () => true })).toHaveLength(1);
    });

    it("gives each abandoned session to one of two callers at once", async () => {
      const { store } = context;
      const other = (await context.second()) ?? store;
      const stale = Array.from({ length: 10 }, () => sampleSession({ startedAt: LONG_AGO }));
      await store.write({ sessionStarts: stale });
      const both = await Promise.all([store.abandonStale(), other.abandonStale()]);
      const ids = both.flat().map((it) => it.id);
      expect(ids.sort()).toEqual(stale.map((it) => it.id).sort());
    });

    it("reopens what was abandoned or cancelled, with a new owner and without end and error", async () => {
      const { store } = context;
      const session = sampleSession({ startedAt: LONG_AGO });
      const owner = { host: "h", processId: 5, processStartedAt: at(3) };
      await store.write({
        sessionStarts: [session],
        sessionEnds: [sampleEnd(session.id, { status: "cancelled", error: { code: "c", message: "m" } })],
      });
      const reopened = await store.reopenSession(session.id, "cancelled", owner);
      expect(reopened).toMatchObject({ status: "running", endedAt: null, error: null, owner });
      expect(reopened.heartbeatAt.getTime()).toBeGreaterThan(LONG_AGO.getTime());
      expect(await store.getSession(session.id)).toEqual(reopened);
      await store.write({ sessionEnds: [sampleEnd(session.id, { status: "completed" })] });
      expect((await store.getSession(session.id))?.status).toBe("completed");
    });

    it("reopens nothing that is not in the expected status", async () => {
      const { store } = context;
      const session = sampleSession();
      await store.write({ sessionStarts: [session], sessionEnds: [sampleEnd(session.id)] });
      const error = await failure(store.reopenSession(session.id, "abandoned"), "session-status-conflict");
      expect(error.details).toMatchObject({ status: "completed", expected: "abandoned" });
      await failure(store.reopenSession(uuidV7(), "abandoned"), "session-not-found");
    });

    it("deletes a session with all that it owns, and the mappings that nothing else vouches for", async () => {
      const { store } = context;
      const [going, staying] = [sampleRun(3), sampleRun(2)];
      await store.write(batchOf(going));
      await store.write(batchOf(staying));
      expect(await store.deleteSession(going.session.id)).toBe(true);
      expect(await store.countRecords()).toEqual({
        sessions: 1,
        pathExecutions: 1,
        mappings: 2,
        provenance: 2,
        outcomes: 2,
        metrics: 0,
      });
      expect(await store.deleteSession(going.session.id)).toBe(false);
      expect(await store.deleteSession("nonsense")).toBe(false);
    });
  });
}
