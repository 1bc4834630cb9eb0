import { describe, expect, it } from "vitest";

import { FakeClock } from "../../../test/support/fake-clock.js";
import { ask, failures, targets } from "../../../test/support/http-resource.js";
import { MemoryResource, type MemoryTable } from "../../../test/support/memory-resource.js";
import type { Resource } from "../../resource.js";
import { ResilientResource } from "./resilient-resource.js";

const LOST = Object.assign(new Error("lost"), { code: "ECONNRESET" });
const BROKEN = new Error("broken");

function memory(table: MemoryTable, before?: (calls: number) => Promise<void> | void): MemoryResource {
  let calls = 0;
  return new MemoryResource({
    name: "memory",
    release: "7",
    contentHash: "hash",
    maps: [{ name: "map", from: "A", to: "B", ranks: [{ table }] }],
    ...(before && { before: () => before(++calls) }),
  });
}

function resilient(resource: Resource, timeoutMs = 5000): ResilientResource {
  return new ResilientResource(resource, { timeoutMs, retries: 2, breaker: null }, new FakeClock());
}

describe("A resilient resource", () => {
  it("has the properties of the resource that it wraps", () => {
    const inner = Object.assign(memory({}), { maxAgeMs: 5, vetoes: [] });
    const { name, release, contentHash, maps, vetoes, maxAgeMs } = resilient(inner);
    expect({ name, release, contentHash, vetoes, maxAgeMs }).toEqual({
      name: "memory",
      release: "7",
      contentHash: "hash",
      vetoes: [],
      maxAgeMs: 5,
    });
    expect(maps).toBe(inner.maps);
    expect(resilient(memory({})).vetoes).toEqual([]);
  });

  it("asks again when a whole look-up failed transiently", async () => {
    const inner = memory({ a: ["1"] }, (calls) => {
      if (calls < 3) throw LOST;
    });
    const result = await ask(resilient(inner), ["a", "b"]);
    expect(targets(result)).toEqual({ a: ["1"] });
    expect(result).toMatchObject({ attempts: 3, failed: new Map() });
  });

  it("asks again only for identifiers that failed transiently", async () => {
    const inner = memory({ a: ["1"], b: LOST, c: BROKEN, d: null });
    const result = await ask(resilient(inner), ["a", "b", "c", "d", "e"]);
    expect(targets(result)).toEqual({ a: ["1"] });
    expect([...result.withdrawn]).toEqual(["d"]);
    expect(failures(result)).toEqual({ b: "lost", c: "broken" });
    expect(result.attempts).toBe(3);
    expect(inner.requests.map((it) => it.identifiers.join(""))).toEqual(["abcde", "b", "b"]);
  });

  it("returns the answer of a later attempt", async () => {
    const table: Record<string, string[] | Error> = { a: LOST };
    const inner = memory(table, (calls) => {
      if (calls === 2) table.a = ["1"];
    });
    const result = await ask(resilient(inner), ["a"]);
    expect(targets(result)).toEqual({ a: ["1"] });
    expect(result.failed.size).toBe(0);
  });

  it("fails for every identifier, without a retry, when the resource it wraps is broken", async () => {
    const inner = memory({ a: ["1"] }, () => {
      throw BROKEN;
    });
    const result = await ask(resilient(inner), ["a", "b"]);
    expect(failures(result)).toEqual({ a: "broken", b: "broken" });
    expect(result.attempts).toBe(1);
  });

  it("gives up on an attempt that takes too long, even if it ignores its signal", async () => {
    const inner = memory({ a: ["1"] }, (calls) =>
      calls === 1 ? new Promise<void>(() => undefined) : undefined,
    );
    const result = await ask(resilient(inner, 20), ["a"]);
    expect(targets(result)).toEqual({ a: ["1"] });
    expect(result.attempts).toBe(2);
    const stalled = await ask(
      resilient(
        memory({}, () => new Promise<void>(() => undefined)),
        5,
      ),
      ["a"],
    );
    expect(failures(stalled)).toEqual({ a: "Resource memory: a request was not answered within 5 ms" });
  });

  it("drops an answer that arrives too late", async () => {
    let arrive = (): void => undefined;
    const late = new Promise<void>((resolve) => (arrive = resolve));
    const inner = memory({ a: ["late"] });
    const { lookUp } = inner;
    let calls = 0;
    inner.lookUp = async (request) => {
      const isFirst = calls++ === 0;
      if (isFirst) await late;
      else {
        arrive();
        await new Promise((resolve) => setImmediate(resolve));
      }
      return lookUp.call(inner, isFirst ? request : { ...request, identifiers: [] });
    };
    const result = await ask(resilient(inner, 20), ["a"]);
    expect(result.hits.size).toBe(0);
    expect(result).toMatchObject({ attempts: 2, failed: new Map() });
  });
});
