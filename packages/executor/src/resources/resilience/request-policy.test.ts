import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { afterEach, describe, expect, it, vi } from "vitest";

import { FakeClock } from "../../../test/support/fake-clock.js";
import { ask, failures, like, serviceAt, targets } from "../../../test/support/http-resource.js";
import { testServer, type Served } from "../../../test/support/http-server.js";
import { RequestPolicy } from "./request-policy.js";
import type { ResilienceOptions } from "./resilience-options.js";
import { ResourceRequestError } from "./resource-request-error.js";

const FOUND: Served = { body: [{ id: "a", target: "1" }] };

afterEach(() => {
  vi.useRealTimers();
});

/** A service that gives these answers one after another, and then repeats the last one. */
async function serving(
  answers: readonly Served[],
  resilience: ResilienceOptions = {},
  clock = new FakeClock(),
) {
  const server = await testServer((_, index) => answers[Math.min(index, answers.length - 1)]!);
  return { ...server, clock, resource: serviceAt({ url: `${server.url}/?{ids}` }, { resilience, clock }) };
}

describe("A request", () => {
  it.each<[string, Served]>([
    ["429", { status: 429 }],
    ["408", { status: 408 }],
    ["425", { status: 425 }],
    ["500", { status: 500 }],
    ["503", { status: 503 }],
    ["a closed socket", "close"],
    ["an answer that is cut off", "cut"],
    ["a stall", "stall"],
  ])("is sent again after %s", async (_, trouble) => {
    const { resource } = await serving([trouble, FOUND], { timeoutMs: trouble === "stall" ? 300 : 5000 });
    const result = await ask(resource, ["a"]);
    expect(targets(result)).toEqual({ a: ["1"] });
    expect(result.attempts).toBe(2);
  });

  it.each<[string, Served]>([
    ["400", { status: 400 }],
    ["401", { status: 401 }],
    ["404", { status: 404 }],
    ["an answer that makes no sense", { body: "<html>" }],
  ])("is not sent again after %s", async (_, trouble) => {
    const { resource, requests } = await serving([trouble, FOUND]);
    const result = await ask(resource, ["a"]);
    expect(result.failed.size).toBe(1);
    expect(result.attempts).toBe(1);
    expect(requests).toHaveLength(1);
  });

  it("fails after the declared number of retries, and waits twice as long each time, up to the maximum", async () => {
    const options = { retries: 4, backoffMs: 100, maxBackoffMs: 350, breaker: null };
    const { resource, clock } = await serving([{ status: 503 }], options);
    const result = await ask(resource, ["a"]);
    expect(failures(result)).toEqual({ a: like(/^Resource service: GET .* 503 Service/) });
    expect(result.attempts).toBe(5);
    expect(clock.waits).toEqual([100, 200, 350, 350]);
  });

  it("makes half of each wait random", async () => {
    const clock = new FakeClock();
    clock.random = () => 0;
    const { resource } = await serving([{ status: 503 }, FOUND], { backoffMs: 100 }, clock);
    await ask(resource, ["a"]);
    expect(clock.waits).toEqual([50]);
  });

  it("waits as long as the service asks for, in seconds or until a date, up to the maximum", async () => {
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    const trouble = (value: string): Served => ({ status: 429, headers: { "Retry-After": value } });
    const { resource, clock } = await serving([trouble("2"), trouble(date), trouble("soon"), FOUND], {
      backoffMs: 10,
      maxBackoffMs: 5000,
    });
    expect((await ask(resource, ["a"])).hits.size).toBe(1);
    expect(clock.waits).toEqual([2000, 5000, 40]);
  });

  it("is held back while the service wants no requests", async () => {
    vi.useFakeTimers();
    const { signal } = new AbortController();
    const policy = new RequestPolicy("r");
    const sent: string[] = [];
    const send = (name: string) => async (): Promise<void> => {
      sent.push(name);
      if (sent.length === 1)
        throw new ResourceRequestError("r", "busy", { status: 429, isTransient: true, retryAfterMs: 7000 });
    };
    const first = policy.run(send("first"), signal);
    await vi.advanceTimersByTimeAsync(1000);
    const second = policy.run(send("second"), signal);
    await vi.advanceTimersByTimeAsync(5900);
    expect(sent).toEqual(["first"]);
    await vi.advanceTimersByTimeAsync(200);
    expect(sent.sort()).toEqual(["first", "first", "second"]);
    expect(await Promise.all([first, second])).toMatchObject([{ attempts: 2 }, { attempts: 1 }]);
  });

  it("waits for its turn even after the service wanted no requests", async () => {
    vi.useFakeTimers();
    const begun: number[] = [];
    const began = Date.now();
    const policy = new RequestPolicy("r", { concurrency: 9, rate: { requests: 1, perMs: 1000 } });
    const work = async (): Promise<void> => {
      if (begun.push(Date.now() - began) === 1)
        throw new ResourceRequestError("r", "busy", { status: 429, isTransient: true, retryAfterMs: 7000 });
    };
    const all = Promise.all(Array.from({ length: 5 }, () => policy.run(work, new AbortController().signal)));
    await vi.advanceTimersByTimeAsync(20_000);
    await all;
    expect(begun).toHaveLength(6);
    expect(begun[1]).toBeGreaterThanOrEqual(7000);
    const gaps = begun.slice(1).map((it, i) => it - begun[i]!);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000);
  });

  it("is held back by a wait that the service asked for after another request, even if that one is not retried", async () => {
    const clock = new FakeClock();
    const busy: Served = { status: 503, headers: { "Retry-After": "3" } };
    const { resource } = await serving([busy, FOUND], { retries: 0 }, clock);
    expect((await ask(resource, ["a"])).failed.size).toBe(1);
    expect(targets(await ask(resource, ["a"]))).toEqual({ a: ["1"] });
    expect(clock.waits).toEqual([3000]);
  });

  it("is not sent for a while after too many failures, and then once as a test", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    let isWell = false;
    const { url, requests } = await testServer(() => (isWell ? FOUND : { status: 500 }));
    const resilience = { retries: 0, breaker: { failures: 2, resetAfterMs: 1000 } };
    const resource = serviceAt({ url: `${url}/?{ids}` }, { resilience });
    await ask(resource, ["a"]);
    await ask(resource, ["a"]);
    const shut = await ask(resource, ["a"]);
    expect(failures(shut)).toEqual({
      a: like(/^Resource service failed too often .* not be asked for 1000 ms.* 500 Internal/),
    });
    expect(shut.attempts).toBe(0);
    expect(requests).toHaveLength(2);
    vi.setSystemTime(Date.now() + 1001);
    isWell = true;
    expect(targets(await ask(resource, ["a"]))).toEqual({ a: ["1"] });
    expect(requests).toHaveLength(3);
  });

  it("does not count towards the circuit breaker if it is refused, told to slow down or aborted", async () => {
    const controller = new AbortController();
    const { url } = await testServer((_, index) => {
      if (index < 2) return { status: index === 0 ? 400 : 429 };
      if (index === 3) return FOUND;
      controller.abort(new Error("enough"));
      return "stall";
    });
    const resilience = { retries: 0, breaker: { failures: 1, resetAfterMs: 60_000 } };
    const resource = serviceAt({ url: `${url}/?{ids}` }, { resilience });
    await ask(resource, ["a"]);
    await ask(resource, ["a"]);
    await expect(ask(resource, ["a"], controller.signal)).rejects.toThrow("enough");
    expect((await ask(resource, ["a"])).failed.size).toBe(0);
  });

  it("is still held back if the test request was aborted", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const policy = new RequestPolicy("r", { retries: 0, breaker: { failures: 1, resetAfterMs: 1000 } });
    const down = Object.assign(new Error("down"), { code: "ECONNRESET" });
    const signal = new AbortController().signal;
    await policy.run(() => Promise.reject(down), signal);
    vi.setSystemTime(Date.now() + 1001);
    const probe = new AbortController();
    const probed = policy.run(() => new Promise(() => undefined), probe.signal);
    probe.abort(new Error("enough"));
    await expect(probed).rejects.toThrow("enough");
    const next = await policy.run(async () => "asked", signal);
    expect(next).toMatchObject({ isDone: false, error: { code: "resource-unavailable" }, attempts: 0 });
  });

  it("waits for its turn when the maximum number of requests are under way", async () => {
    let under = 0;
    let most = 0;
    const policy = new RequestPolicy("r", { concurrency: 2 });
    const work = async (): Promise<number> => {
      most = Math.max(most, ++under);
      await new Promise((resolve) => setImmediate(resolve));
      return under--;
    };
    await Promise.all(Array.from({ length: 9 }, () => policy.run(work, new AbortController().signal)));
    expect(most).toBe(2);
  });

  it("waits for its turn when the maximum number of requests were begun within the window", async () => {
    vi.useFakeTimers();
    const begun: number[] = [];
    const policy = new RequestPolicy("r", { concurrency: 9, rate: { requests: 2, perMs: 1000 } });
    const began = Date.now();
    const all = Promise.all(
      Array.from({ length: 5 }, () =>
        policy.run(async () => begun.push(Date.now() - began), new AbortController().signal),
      ),
    );
    await vi.advanceTimersByTimeAsync(5000);
    await all;
    expect(begun.filter((it) => it < 1000)).toHaveLength(2);
    expect(begun.filter((it) => it < 2000)).toHaveLength(4);
  });

  it("leaves nothing of its answer in the queue while others wait for their turn", async () => {
    setFlagsFromString("--expose-gc");
    const collectGarbage = runInNewContext("gc") as () => void;
    const policy = new RequestPolicy("r", { concurrency: 1 });
    const last = new AbortController();
    const { signal } = new AbortController();
    const answered = async (): Promise<WeakRef<object>> => {
      const tried = await policy.run(async () => ({ text: "x" }), signal);
      return new WeakRef(tried.isDone ? tried.value : tried);
    };
    const before = policy.run(() => new Promise((resolve) => setImmediate(resolve)), signal);
    const second = answered();
    const waiting = policy.run(() => new Promise(() => undefined), last.signal);
    const behind = policy.run(() => new Promise(() => undefined), last.signal);
    await before;
    const answer = await second;
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    expect(answer.deref()).toBeUndefined();
    last.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    await expect(behind).rejects.toThrow("enough");
  });

  it("leaves the queue when it is aborted", async () => {
    const policy = new RequestPolicy("r", { concurrency: 1 });
    const first = new AbortController();
    const second = new AbortController();
    const forever = (): Promise<never> => new Promise(() => undefined);
    const runs = [policy.run(forever, first.signal), policy.run(forever, second.signal)];
    second.abort(new Error("second"));
    await expect(runs[1]).rejects.toThrow("second");
    first.abort(new Error("first"));
    await expect(runs[0]).rejects.toThrow("first");
    expect(await policy.run(async () => "free", new AbortController().signal)).toMatchObject({
      value: "free",
    });
  });
});
