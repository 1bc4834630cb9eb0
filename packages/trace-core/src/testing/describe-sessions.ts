import { describe, expect, it } from "vitest";

import { uuidV7 } from "../identity/id-source.js";
import { at, sampleEnd, sampleSession } from "./sample-records.js";
import { failure, openedForEachTest, type TraceStoreUnderTest } from "./store-under-test.js";

/** Long before the current time of any store. */
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

    it("keeps the counts of a session when its end has none", async () => {
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

    it("refuses to end a session again with another status", async () => {
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

    it("accepts exactly one of several concurrent ends with different statuses", async () => {
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

    it("does not reopen a session on a late or repeated start", async () => {
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

    it("reports session-not-found when an unknown session is ended", async () => {
      const id = uuidV7();
      const error = await failure(context.store.write({ sessionEnds: [sampleEnd(id)] }), "session-not-found");
      expect(error.details).toEqual({ sessionId: id });
    });

    it("returns no session for an unknown id, or for text that is not an id", async () => {
      expect(await context.store.getSession(uuidV7())).toBeUndefined();
      expect(await context.store.getSession("nonsense")).toBeUndefined();
      expect(await context.store.getSession("")).toBeUndefined();
    });

    it("moves the heartbeat of a running session forward, never backward", async () => {
      const { store } = context;
      const session = sampleSession({ startedAt: LONG_AGO });
      const ahead = sampleSession({ heartbeatAt: new Date("9000-01-01T00:00:00.000Z") });
      await store.write({ sessionStarts: [session, ahead] });
      expect(await store.heartbeat(session.id)).toBe("running");
      expect(await store.heartbeat(ahead.id)).toBe("running");
      expect((await store.getSession(session.id))?.heartbeatAt.getTime()).toBeGreaterThan(LONG_AGO.getTime());
      expect(await store.getSession(ahead.id)).toEqual(ahead);
    });

    it("leaves an ended session unchanged at a heartbeat, and returns its status", async () => {
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
  });
}
