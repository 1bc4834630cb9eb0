import { ExecutionTraceLogger, isWaymarkError, uuidV7 } from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { beforeEach, describe, expect, it } from "vitest";

import { resolveSession } from "../src/frame/store/resolve-session.js";

describe("A reference to a session", () => {
  const store = new InMemoryTraceStore();
  const ids: string[] = [];

  beforeEach(async () => {
    if (ids.length > 0) return;
    let now = Date.parse("2026-01-01");
    const logger = new ExecutionTraceLogger(store, { clock: () => new Date((now += 1_000)) });
    for (let index = 0; index < 3; index++) {
      const { id } = await logger.logMappingSessionStart({
        id: uuidV7(),
        sourceType: "A",
        targetType: "B",
        catalogFingerprint: "f",
        executorVersion: "1",
      });
      ids.push(id);
    }
  });

  it("can be the latest one, or one before", async () => {
    expect((await resolveSession(store, "latest")).id).toBe(ids[2]);
    expect((await resolveSession(store, "latest~2")).id).toBe(ids[0]);
  });

  it("can be its id, in upper case as well, or the beginning of the id", async () => {
    expect((await resolveSession(store, ids[1]!.toUpperCase())).id).toBe(ids[1]);
    expect((await resolveSession(store, ids[1]!.slice(0, 30))).id).toBe(ids[1]);
  });

  it("is refused if several ids begin with it, listing them", async () => {
    const error: unknown = await resolveSession(store, ids[0]!.slice(0, 2)).catch((it: unknown) => it);
    expect(isWaymarkError(error, "bad-usage")).toBe(true);
    for (const id of ids) expect(String(error)).toContain(id);
  });

  it("is refused if it goes further back than the sessions do, saying how far they go", async () => {
    await expect(resolveSession(store, "latest~3")).rejects.toThrow(
      "there is no session latest~3: the trace has 3 sessions, latest to latest~2",
    );
    await expect(resolveSession(new InMemoryTraceStore(), "latest")).rejects.toThrow(
      "the trace has no session yet",
    );
  });

  it.each(["latest~3", "ffff", "no such", "01a20d92-4edb-7357-81ac-33c98c37bad9"])(
    "is not found as %s",
    async (wanted) => {
      const error: unknown = await resolveSession(store, wanted).catch((it: unknown) => it);
      expect(isWaymarkError(error, "not-found")).toBe(true);
    },
  );
});
