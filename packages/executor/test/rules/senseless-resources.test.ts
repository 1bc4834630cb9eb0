import { describe, expect, it } from "vitest";

import type { LookUpRequest, LookUpResult } from "../../src/resource.js";
import { ResilientResource } from "../../src/resources/resilience/resilient-resource.js";
import { mapAll, type Mapped } from "../support/map-all.js";
import { MemoryResource } from "../support/memory-resource.js";

const HIT = { identifier: "z", confidence: null, matchedAs: null };

/** Maps `a` by a resource whose every look-up does this. */
async function mapBy(lookUp: (request: LookUpRequest) => unknown, isResilient = false): Promise<Mapped> {
  const maps = [{ from: "A", to: "Z", ranks: [{ table: {} }] }];
  const own = new MemoryResource({ name: "own", maps });
  own.lookUp = async (request) => lookUp(request) as LookUpResult;
  if (!isResilient) return mapAll({ resources: [own] }, ["a"]);
  const outer = new MemoryResource({ name: "own", maps });
  const resilient = new ResilientResource(own, { retries: 0, breaker: null });
  outer.lookUp = (request) => resilient.lookUp(request);
  return mapAll({ resources: [outer] }, ["a"]);
}

/** An answer that contains only this. */
function answering(said: object): () => unknown {
  return () => ({ hits: new Map(), withdrawn: new Set(), failed: new Map(), ...said });
}

function hit(said: unknown): () => unknown {
  return answering({ hits: new Map([["a", [said]]]) });
}

async function expectFailedStep(mapped: Mapped, detail: unknown): Promise<void> {
  const { session, byRaw, store } = mapped;
  expect(session).toMatchObject({ status: "partial" });
  expect(byRaw.get("a")?.outcome).toMatchObject({
    outcome: "unresolved",
    answerFingerprint: null,
    losses: [{ resource: "own", identifier: "a", reason: "failed", detail }],
  });
  const { items } = await store.listPathExecutions({ sessionId: session.id });
  expect(items).toMatchObject([{ status: "failure", steps: [{ resource: "own", error: {} }] }]);
}

const unreadable: unknown = Object.create(null);
const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

describe("a custom resource", () => {
  it.each<[string, unknown]>([
    ["an error whose message is not a string", Object.assign(new Error(), { message: { code: 500 } })],
    [
      "an error whose message cannot be converted to a string",
      Object.assign(new Error(), { message: unreadable }),
    ],
    ["an object without a prototype", unreadable],
    [
      "an object that throws when it is converted to a string",
      {
        toString() {
          throw new Error("no");
        },
      },
    ],
    ["a revoked proxy", revoked()],
    ["nothing", undefined],
    ["a symbol", Symbol("odd")],
    ["an error whose message is cut inside a character", new Error(`${"x".repeat(497)}😀yyy`)],
  ])("fails its step, not the run, when it throws %s", async (_, thrown) => {
    const lookUp = (): never => {
      throw thrown;
    };
    await expectFailedStep(await mapBy(lookUp), expect.any(String));
    await expectFailedStep(await mapBy(lookUp, true), expect.any(String));
  });

  it.each<[string, () => unknown, string]>([
    ["nothing", () => undefined, "it is not an object of hits, withdrawn and failed"],
    ["null", () => null, "it is not an object of hits, withdrawn and failed"],
    ["an empty object", () => ({}), "hits is not a Map"],
    ["hits that are an object", answering({ hits: { a: [HIT] } }), "hits is not a Map"],
    ["withdrawn that is a list", answering({ withdrawn: ["a"] }), "withdrawn is not a Set"],
    ["failed that is a Set", answering({ failed: new Set(["a"]) }), "failed is not a Map"],
    ["attempts that are not a number", answering({ attempts: Number.NaN }), "attempts is not a whole number"],
    [
      "a hit for an identifier that was not asked for",
      answering({ hits: new Map([["A", [HIT]]]) }),
      "not asked for",
    ],
    [
      "a failure for an identifier that was not asked for",
      answering({ failed: new Map([["A", new Error()]]) }),
      "not asked",
    ],
    [
      "a hit that is withdrawn",
      answering({ hits: new Map([["a", [HIT]]]), withdrawn: new Set(["a"]) }),
      "two answers for a",
    ],
  ])("fails its step, and is named, when it answers %s", async (_, lookUp, why) => {
    const detail = expect.stringMatching(`^The answer of resource own makes no sense: .*${why}`) as unknown;
    await expectFailedStep(await mapBy(lookUp), detail);
    await expectFailedStep(await mapBy(lookUp, true), detail);
  });

  it.each<[string, () => unknown, string]>([
    ["an empty list", answering({ hits: new Map([["a", []]]) }), "not a list, or an empty one"],
    [
      "a string in place of a list",
      answering({ hits: new Map([["a", "z"]]) }),
      "not a list, or an empty one",
    ],
    ["null in a list", hit(null), "Cannot"],
    ["a number for an identifier", hit({ ...HIT, identifier: 5 }), "5 is not an identifier"],
    ["a big integer for an identifier", hit({ ...HIT, identifier: 5n }), "5n is not an identifier"],
    [
      "a string for a confidence",
      hit({ ...HIT, confidence: "0.5" }),
      "'0.5' is not a confidence from 0 to 1",
    ],
    ["a number for matchedAs", hit({ ...HIT, matchedAs: 5 }), "5 is not a valid matchedAs"],
    ["NUL in matchedAs", hit({ ...HIT, matchedAs: "\0" }), "is not a valid matchedAs"],
    ["a number for a release", hit({ ...HIT, release: 5 }), "5 is not a release"],
  ])("fails its step, and is named, when it answers an identifier with %s", async (_, lookUp, why) => {
    const detail = expect.stringMatching(
      `^The answer of resource own for a makes no sense: .*${why}`,
    ) as unknown;
    await expectFailedStep(await mapBy(lookUp), detail);
  });

  it("fails an identifier even if it gives no reason", async () => {
    await expectFailedStep(
      await mapBy(answering({ failed: new Map([["a", undefined]]) })),
      expect.any(String),
    );
  });
});
