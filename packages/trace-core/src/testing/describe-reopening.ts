import { describe, expect, it } from "vitest";

import { uuidV7 } from "../identity/id-source.js";
import type { SessionOwner } from "../records/mapping-session.js";
import { at, sampleEnd, sampleSession } from "./sample-records.js";
import { failure, openedForEachTest, type TraceStoreUnderTest } from "./store-under-test.js";

/** Long before the current time of any store. */
const LONG_AGO = new Date("2020-01-01T00:00:00.000Z");

export function describeReopening(subject: TraceStoreUnderTest): void {
  describe("reopening", () => {
    const context = openedForEachTest(subject);

    it("reopens a session with a new owner, and clears its end and error", async () => {
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

    it("reopens a session without an owner if none is given", async () => {
      const { store } = context;
      const session = sampleSession({ owner: { host: "h", processId: 5, processStartedAt: at(3) } });
      await store.write({
        sessionStarts: [session],
        sessionEnds: [sampleEnd(session.id, { status: "cancelled" })],
      });
      const reopened = await store.reopenSession(session.id, "cancelled");
      expect(reopened.owner).toBeNull();
      expect(await store.getSession(session.id)).toEqual(reopened);
    });

    it.each([
      ["completed", "abandoned"],
      ["completed", "cancelled"],
      ["abandoned", "cancelled"],
      ["cancelled", "abandoned"],
    ] as const)("does not reopen a session that is %s when %s is expected", async (status, expected) => {
      const { store } = context;
      const session = sampleSession();
      await store.write({ sessionStarts: [session], sessionEnds: [sampleEnd(session.id, { status })] });
      const ended = await store.getSession(session.id);
      const error = await failure(store.reopenSession(session.id, expected), "session-status-conflict");
      expect(error.details).toMatchObject({ status, expected });
      expect(await store.getSession(session.id)).toEqual(ended);
    });

    it("does not reopen a session that is running", async () => {
      const { store } = context;
      const session = sampleSession();
      await store.write({ sessionStarts: [session] });
      await failure(store.reopenSession(session.id, "abandoned"), "session-status-conflict");
      expect(await store.getSession(session.id)).toEqual(session);
    });

    it("reports session-not-found when an unknown session is reopened", async () => {
      await failure(context.store.reopenSession(uuidV7(), "abandoned"), "session-not-found");
      await failure(context.store.reopenSession("nonsense", "cancelled"), "session-not-found");
    });

    it("refuses to reopen from any other status, even if the session has it", async () => {
      const { store } = context;
      const [running, ended] = [sampleSession(), sampleSession()];
      await store.write({ sessionStarts: [running, ended], sessionEnds: [sampleEnd(ended.id)] });
      const before = (await store.listSessions()).items;
      for (const status of ["completed", "running", "failed", "", undefined, ["cancelled"]]) {
        for (const { id } of [running, ended]) {
          await failure(store.reopenSession(id, status as "cancelled"), "invalid-query");
        }
      }
      expect((await store.listSessions()).items).toEqual(before);
    });

    it("refuses an owner of the wrong shape, and names the wrong field", async () => {
      const { store } = context;
      const session = sampleSession();
      await store.write({
        sessionStarts: [session],
        sessionEnds: [sampleEnd(session.id, { status: "cancelled" })],
      });
      const ended = await store.getSession(session.id);
      const owner = { host: "h", processId: 5, processStartedAt: at(3) };
      const { host: _host, ...homeless } = owner;
      for (const [odd, field] of [
        [{ host: "h", processId: 5, startedAt: at(3) }, "owner.startedAt"],
        [homeless, "owner.host"],
        [{ ...owner, processStartedAt: "2026" }, "owner.processStartedAt"],
        [{ ...owner, processStartedAt: new Date(Number.NaN) }, "owner.processStartedAt"],
        ["h", "owner"],
      ] as const) {
        const call = store.reopenSession(session.id, "cancelled", odd as unknown as SessionOwner);
        const error = await failure(call, "invalid-trace-record");
        expect(error.details).toMatchObject({ record: "MappingSession", field });
      }
      expect(await store.getSession(session.id)).toEqual(ended);
    });
  });
}
