import { describe, expect, it } from "vitest";

import { uuidV7 } from "../identity/id-source.js";
import type { SessionOwner } from "../records/mapping-session.js";
import { at, sampleEnd, sampleSession } from "./sample-records.js";
import { failure, openedForEachTest, type TraceStoreUnderTest } from "./store-under-test.js";

/** Long before any store's now. */
const LONG_AGO = new Date("2020-01-01T00:00:00.000Z");

const OWNER_START = "owner.processStartedAt";

export function describeReopening(subject: TraceStoreUnderTest): void {
  describe("reopening", () => {
    const context = openedForEachTest(subject);

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

    it("gives a session that is reopened no owner when none is given", async () => {
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
    ] as const)("does not reopen a session that is %s when it should be %s", async (status, expected) => {
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

    it("says that a session to be reopened is unknown", async () => {
      await failure(context.store.reopenSession(uuidV7(), "abandoned"), "session-not-found");
      await failure(context.store.reopenSession("nonsense", "cancelled"), "session-not-found");
    });

    it.each(["completed", "partial", "failed", "running", "", undefined, ["cancelled"]])(
      "refuses to reopen sessions that are %j",
      async (status) => {
        const { store } = context;
        const [running, ended] = [sampleSession(), sampleSession()];
        await store.write({ sessionStarts: [running, ended], sessionEnds: [sampleEnd(ended.id)] });
        const before = (await store.listSessions()).items;
        for (const { id } of [running, ended]) {
          await failure(store.reopenSession(id, status as "cancelled"), "invalid-query");
        }
        expect((await store.listSessions()).items).toEqual(before);
      },
    );

    it.each<[name: string, owner: unknown, field: string]>([
      ["with a field that there is not", { host: "h", processId: 5, startedAt: at(3) }, "owner.startedAt"],
      ["without its host", { processId: 5, processStartedAt: at(3) }, "owner.host"],
      ["with a text for its start", { host: "h", processId: 5, processStartedAt: "2026" }, OWNER_START],
      [
        "with a start that is none",
        { host: "h", processId: 5, processStartedAt: new Date(NaN) },
        OWNER_START,
      ],
      ["that is a text", "h", "owner"],
    ])("refuses an owner %s", async (_name, owner, field) => {
      const { store } = context;
      const session = sampleSession();
      await store.write({
        sessionStarts: [session],
        sessionEnds: [sampleEnd(session.id, { status: "cancelled" })],
      });
      const ended = await store.getSession(session.id);
      const call = store.reopenSession(session.id, "cancelled", owner as SessionOwner);
      const error = await failure(call, "invalid-trace-record");
      expect(error.details).toMatchObject({ record: "MappingSession", field });
      expect(await store.getSession(session.id)).toEqual(ended);
    });
  });
}
