import { describe, expect, it } from "vitest";

import { sampleEnd, sampleSession } from "./sample-records.js";
import { openedForEachTest, type TraceStoreUnderTest } from "./store-under-test.js";

/** Long before the current time of any store. */
const LONG_AGO = new Date("2020-01-01T00:00:00.000Z");

export function describeAbandoning(subject: TraceStoreUnderTest): void {
  describe("abandoning", () => {
    const context = openedForEachTest(subject);

    it("abandons running sessions without a heartbeat, and returns them", async () => {
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

    it("abandons sessions after staleAfterMs", async () => {
      const { store } = context;
      const session = sampleSession({ startedAt: new Date(Date.now() - 60_000) });
      await store.write({ sessionStarts: [session] });
      expect(await store.abandonStale({ staleAfterMs: 3_600_000 })).toEqual([]);
      expect(await store.abandonStale({ staleAfterMs: 1_000 })).toHaveLength(1);
    });

    it("abandons sessions of a dead process immediately, but no others with a recent heartbeat", async () => {
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

    it("abandons a session without a heartbeat even if its process is alive", async () => {
      const { store } = context;
      const owner = { host: "h", processId: 2, processStartedAt: LONG_AGO };
      await store.write({ sessionStarts: [sampleSession({ startedAt: LONG_AGO, owner })] });
      expect(await store.abandonStale({ isOwnerAlive: () => true })).toHaveLength(1);
    });

    it("returns each abandoned session to only one of two concurrent callers", async () => {
      const { store } = context;
      const other = (await context.second()) ?? store;
      const stale = Array.from({ length: 10 }, () => sampleSession({ startedAt: LONG_AGO }));
      await store.write({ sessionStarts: stale });
      const both = await Promise.all([store.abandonStale(), other.abandonStale()]);
      const ids = both.flat().map((it) => it.id);
      expect(ids.sort()).toEqual(stale.map((it) => it.id).sort());
    });

    it("abandons sessions after 30 seconds by default, by its own clock", async () => {
      const { store } = context;
      const { clockOffsetMs } = await store.inspect();
      const now = Date.now() + clockOffsetMs;
      // Both well away from the bound, since the machine may be busy.
      const [fresh, stale] = [15_000, 35_000].map((age) =>
        sampleSession({ startedAt: LONG_AGO, heartbeatAt: new Date(now - age) }),
      );
      await store.write({ sessionStarts: [fresh, stale].flatMap((it) => it ?? []) });
      expect((await store.abandonStale()).map((it) => it.id)).toEqual([stale?.id]);
    });

    it("returns abandoned sessions newest first", async () => {
      const { store } = context;
      const sessions = [2, 0, 1, 1].map((ms) =>
        sampleSession({ startedAt: new Date(LONG_AGO.getTime() + ms) }),
      );
      await store.write({ sessionStarts: sessions });
      const abandoned = await store.abandonStale();
      expect(abandoned).toHaveLength(4);
      expect(abandoned).toEqual((await store.listSessions()).items);
    });
  });
}
