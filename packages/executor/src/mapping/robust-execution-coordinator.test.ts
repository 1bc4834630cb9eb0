import { currentOwner, ExecutionTraceLogger, isWaymarkError, type MappingSession } from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { mapAll } from "../../test/support/map-all.js";
import { RobustExecutionCoordinator, type SessionWork } from "./robust-execution-coordinator.js";

const data = { sourceType: "A", targetType: "Z" };

/** Work that yields the given results, and can be made to wait for the signal. */
function work(
  yields: AsyncGenerator<number, void, undefined>,
  rest: Partial<ReturnType<SessionWork<number, MappingSession>["ending"]>> = {},
) {
  return (_session: MappingSession, _signal: AbortSignal): SessionWork<number, MappingSession> => ({
    results: () => yields,
    ending: () => ({ inputCount: 3, resultCount: 2, partialBecause: null, metrics: {}, ...rest }),
    report: (session) => session,
  });
}

async function* numbers(): AsyncGenerator<number, void, undefined> {
  yield 1;
  yield 2;
}

async function drain(stream: AsyncGenerator<number, unknown>): Promise<number[]> {
  const all: number[] = [];
  for await (const it of stream) all.push(it);
  return all;
}

describe("RobustExecutionCoordinator", () => {
  let store: InMemoryTraceStore;
  let coordinator: RobustExecutionCoordinator;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    store = new InMemoryTraceStore();
    coordinator = new RobustExecutionCoordinator(new ExecutionTraceLogger(store));
  });
  afterEach(() => void vi.useRealTimers());

  async function theSession(): Promise<MappingSession | undefined> {
    return (await store.listSessions()).items[0];
  }

  it("ends the session as completed, with its counts", async () => {
    expect(await drain(coordinator.run(data, work(numbers(), { metrics: { speed: 3 } })))).toEqual([1, 2]);

    const session = await theSession();
    expect(session).toMatchObject({ status: "completed", inputCount: 3, resultCount: 2, error: null });
    expect((await store.listMetrics({ sessionId: session?.id ?? "" })).items).toMatchObject([
      { name: "speed", value: 3 },
    ]);
  });

  it("ends it as partial when the work says why", async () => {
    const partialBecause = { code: "resource-failed", message: "no answer" };
    await drain(coordinator.run(data, work(numbers(), { partialBecause })));

    expect(await theSession()).toMatchObject({ status: "partial", error: partialBecause });
  });

  it("ends it as cancelled when the consumer stops early", async () => {
    for await (const it of coordinator.run(data, work(numbers()))) if (it === 1) break;

    expect(await theSession()).toMatchObject({ status: "cancelled", resultCount: 2 });
  });

  it("ends it as failed, and keeps the credentials of a URL out of the trace", async () => {
    async function* failing(): AsyncGenerator<number, void, undefined> {
      yield 1;
      throw new Error("cannot reach postgres://me:secret@host/db");
    }
    await expect(drain(coordinator.run(data, work(failing())))).rejects.toThrow("cannot reach");

    expect((await theSession())?.error).toEqual({
      code: "mapping-failed",
      message: "cannot reach postgres://host/db",
    });
  });

  it("ends it as failed when the work cannot even begin, and sends no more heartbeats", async () => {
    const begin = (): never => {
      throw new Error("the source is locked");
    };
    await expect(drain(coordinator.run(data, begin))).rejects.toThrow("the source is locked");

    expect(await theSession()).toMatchObject({
      status: "failed",
      inputCount: null,
      resultCount: 0,
      error: { code: "mapping-failed", message: "the source is locked" },
    });
    expect(vi.getTimerCount()).toBe(0);
  });

  it("marks sessions of dead owners as abandoned before it begins", async () => {
    const logger = new ExecutionTraceLogger(store, {
      owner: { ...currentOwner(), processStartedAt: new Date(0) },
    });
    const { id } = await logger.logMappingSessionStart(data);
    await drain(coordinator.run(data, work(numbers())));

    expect(await store.getSession(id)).toMatchObject({ status: "abandoned" });
  });

  it("sends heartbeats while the work goes on, and none after that", async () => {
    const beats = vi.spyOn(store, "heartbeat");
    const stream = coordinator.run(data, work(numbers()));
    await stream.next();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(beats).toHaveBeenCalledTimes(3);

    await drain(stream);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(beats).toHaveBeenCalledTimes(3);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("tolerates a heartbeat that fails", async () => {
    vi.spyOn(store, "heartbeat").mockRejectedValueOnce(new Error("busy"));
    const stream = coordinator.run(data, work(numbers()));
    await stream.next();
    await vi.advanceTimersByTimeAsync(10_000);
    await drain(stream);

    expect(await theSession()).toMatchObject({ status: "completed" });
  });

  it("stops the work with a clear error when somebody else has ended the session", async () => {
    const before = async (): Promise<void> => {
      await store.abandonStale({ isOwnerAlive: () => false });
      await vi.advanceTimersByTimeAsync(10_000);
    };
    const error: unknown = await mapAll(
      {
        resources: [
          { name: "slow", maps: [{ from: "A", to: "Z", ranks: [{ table: { a: ["z"] } }] }], before },
        ],
        paths: { main: ["slow"] },
      },
      ["a"],
      { store },
    ).catch((it: unknown) => it);

    expect(isWaymarkError(error, "session-lost")).toBe(true);
    expect(await theSession()).toMatchObject({ status: "abandoned" });
  });
});
