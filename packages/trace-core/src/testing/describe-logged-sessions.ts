import { describe, expect, it } from "vitest";

import { uuidV7 } from "../identity/id-source.js";
import { newLogger, OWNER, TYPES } from "./logger-under-test.js";
import { at } from "./sample-records.js";
import { failure, NO_RECORDS, openedForEachTest, type TraceStoreUnderTest } from "./store-under-test.js";

export function describeLoggedSessions(subject: TraceStoreUnderTest): void {
  describe("sessions", () => {
    const context = openedForEachTest(subject);

    it("writes nothing when it is created", async () => {
      newLogger(context);
      expect(await context.store.countRecords()).toEqual(NO_RECORDS);
    });

    it("starts a session with a complete record, which it commits and returns", async () => {
      const session = await newLogger(context).logMappingSessionStart({
        ...TYPES,
        tags: ["nightly"],
        inputCount: 3,
      });
      expect(session).toEqual({
        id: session.id,
        sourceEndpoint: null,
        targetEndpoint: null,
        ...TYPES,
        parameters: {},
        catalogFingerprint: null,
        resources: [],
        status: "running",
        startedAt: at(0),
        endedAt: null,
        heartbeatAt: at(0),
        owner: OWNER,
        inputCount: 3,
        resultCount: null,
        executorVersion: "1.0.0",
        error: null,
        tags: ["nightly"],
      });
      expect(await context.store.getSession(session.id)).toEqual(session);
    });

    it("completes the resources of a session, and sorts them by name", async () => {
      const session = await newLogger(context).logMappingSessionStart({
        ...TYPES,
        resources: [{ name: "b", release: "2" }, { name: "a", license: "CC0-1.0" }, { name: "B" }],
      });
      const absent = {
        release: null,
        contentHash: null,
        title: null,
        homepage: null,
        license: null,
        citation: null,
      };
      expect(session.resources).toEqual([
        { ...absent, name: "B" },
        { ...absent, name: "a", license: "CC0-1.0" },
        { ...absent, name: "b", release: "2" },
      ]);
      expect(await context.store.getSession(session.id)).toEqual(session);
    });

    it("returns a session that already exists unchanged", async () => {
      const logger = newLogger(context);
      const { id } = await logger.logMappingSessionStart(TYPES);
      const ended = await logger.logMappingSessionEnd(id, "completed");
      expect(await logger.logMappingSessionStart({ ...TYPES, id })).toEqual(ended);
    });

    it("ends the given session, and no other", async () => {
      const logger = newLogger(context);
      const [one, other] = [
        await logger.logMappingSessionStart(TYPES),
        await logger.logMappingSessionStart(TYPES),
      ];
      const ended = await logger.logMappingSessionEnd(
        one.id,
        "partial",
        {},
        {
          resultCount: 2,
          inputCount: 5,
          error: { code: "c", message: "m" },
        },
      );
      expect(ended).toMatchObject({
        status: "partial",
        resultCount: 2,
        inputCount: 5,
        error: { code: "c" },
      });
      expect(ended.endedAt).not.toBeNull();
      expect(await context.store.getSession(one.id)).toEqual(ended);
      expect(await context.store.getSession(other.id)).toEqual(other);
    });

    it("never overwrites a session's fields with metrics", async () => {
      const logger = newLogger(context);
      const { id } = await logger.logMappingSessionStart(TYPES);
      const ended = await logger.logMappingSessionEnd(id, "completed", {
        status: "hacked",
        resultCount: 99,
        ms: 1.5,
      });
      expect(ended).toMatchObject({ status: "completed", resultCount: null });
      const { items } = await context.store.listMetrics({ sessionId: id });
      expect(Object.fromEntries(items.map((it) => [it.name, it.value]))).toEqual({
        status: "hacked",
        resultCount: 99,
        ms: 1.5,
      });
      expect(items.every((it) => it.type === "session")).toBe(true);
    });

    it("also accepts a list of metrics with units", async () => {
      const logger = newLogger(context);
      const { id } = await logger.logMappingSessionStart(TYPES);
      await logger.logMappingSessionEnd(id, "completed", [
        { name: "duration", value: 12, unit: "ms", type: "timing" },
      ]);
      const { items } = await context.store.listMetrics({ sessionId: id });
      expect(items).toMatchObject([{ name: "duration", value: 12, unit: "ms", type: "timing" }]);
    });

    it("changes nothing and writes no metrics when a session ends again with the same status", async () => {
      const logger = newLogger(context);
      const { id } = await logger.logMappingSessionStart(TYPES);
      const ended = await logger.logMappingSessionEnd(id, "completed", { ms: 1 });
      expect(await logger.logMappingSessionEnd(id, "completed", { ms: 2 })).toEqual(ended);
      expect(await context.store.countRecords()).toMatchObject({ metrics: 1 });
    });

    it("refuses to end an unknown session, or one that ended with another status", async () => {
      const logger = newLogger(context);
      await failure(logger.logMappingSessionEnd(uuidV7(), "completed"), "session-not-found");
      const { id } = await logger.logMappingSessionStart(TYPES);
      await logger.logMappingSessionEnd(id, "failed");
      await failure(logger.logMappingSessionEnd(id, "completed", { ms: 1 }), "session-already-ended");
      expect(await context.store.countRecords()).toMatchObject({ metrics: 0 });
    });

    it("refuses an end before the start, but uses the start if its own clock lags behind", async () => {
      const logger = newLogger(context);
      const { id } = await logger.logMappingSessionStart({ ...TYPES, startedAt: at(100) });
      const end = logger.logMappingSessionEnd(id, "completed", { ms: 1 }, { endedAt: at(99) });
      expect((await failure(end, "invalid-trace-record")).details).toMatchObject({ field: "endedAt" });
      expect(await context.store.getSession(id)).toMatchObject({ status: "running" });
      expect(await context.store.countRecords()).toMatchObject({ metrics: 0 });
      // The logger's own clock is at a few milliseconds.
      expect(await logger.logMappingSessionEnd(id, "completed")).toMatchObject({ endedAt: at(100) });
    });

    it.each([
      ["metrics", null, {}],
      ["details", {}, null],
    ])("refuses null as %s", async (field, metrics, details) => {
      const logger = newLogger(context);
      const { id } = await logger.logMappingSessionStart(TYPES);
      const end = logger.logMappingSessionEnd(id, "completed", metrics as never, details as never);
      expect((await failure(end, "invalid-trace-record")).details).toMatchObject({ field });
      expect(await context.store.getSession(id)).toMatchObject({ status: "running" });
    });

    it("becomes the owner of a cancelled session that it reopens", async () => {
      const logger = newLogger(context);
      const { id } = await logger.logMappingSessionStart({ ...TYPES, owner: null });
      await logger.logMappingSessionEnd(id, "cancelled");
      expect(await logger.reopenSession(id, "cancelled")).toMatchObject({
        status: "running",
        owner: OWNER,
      });
    });

    it("passes on heartbeats, and abandons stale sessions", async () => {
      const logger = newLogger(context);
      const { id } = await logger.logMappingSessionStart(TYPES);
      expect(await logger.heartbeat(id)).toBe("running");
      expect(await logger.abandonStale({ isOwnerAlive: () => undefined })).toEqual([]);
      const abandoned = await logger.abandonStale({ isOwnerAlive: () => false });
      expect(abandoned.map((it) => it.id)).toEqual([id]);
    });
  });
}
