import { describe, expect, it } from "vitest";

import { mapAll, mapOne, targetIds } from "../support/map-all.js";
import { broken, labels } from "../support/sample-catalogs.js";

describe("failure is not absence", () => {
  it("answers provisionally when a rank that comes first has failed", async () => {
    const result = await mapOne(labels([{ a: broken }, { a: ["b2"] }], { b2: ["z2"] }), "a");

    expect(targetIds(result)).toEqual(["z2"]);
    expect(result.outcome).toMatchObject({
      outcome: "mapped",
      isProvisional: true,
      answerFingerprint: null,
      losses: [{ step: 0, resource: "labels", identifier: "a", reason: "failed", detail: "disk on fire" }],
    });
  });

  it("is unresolved when a rank has failed and no later one knows the identifier", async () => {
    const { session, byRaw } = await mapAll(labels([{ a: broken }, {}], {}), ["a", "b"]);

    expect(byRaw.get("a")?.outcome).toMatchObject({ outcome: "unresolved", answerFingerprint: null });
    expect(byRaw.get("b")?.outcome).toMatchObject({ outcome: "not_found" });
    expect(session).toMatchObject({ status: "partial", error: { code: "resource-failed" } });
    expect(session.error?.message).toContain("disk on fire");
  });

  it("is unresolved when the provisional entity's chain ends later", async () => {
    const result = await mapOne(labels([{ a: broken }, { a: ["b2"] }], {}), "a");

    expect(result.outcome).toMatchObject({
      outcome: "unresolved",
      isProvisional: false,
      answerFingerprint: null,
    });
  });

  it("answers provisionally by a later route when one that comes first has failed", async () => {
    const result = await mapOne(
      {
        resources: [
          {
            name: "down",
            maps: [{ from: "A", to: "Z", ranks: [{ table: { a: ["z0"] } }] }],
            before: () => Promise.reject(broken),
          },
          { name: "up", maps: [{ from: "A", to: "Z", ranks: [{ table: { a: ["z1"] } }] }] },
        ],
        paths: { first: ["down"], second: ["up"] },
      },
      "a",
    );

    expect(result.targets).toMatchObject([{ id: "z1", pathId: "second" }]);
    expect(result.outcome).toMatchObject({ isProvisional: true, answerFingerprint: null });
  });

  it("never caches an answer with a failed branch, even if it is not provisional", async () => {
    const result = await mapOne(labels([{ a: ["b1", "b2"] }], { b1: ["z1"], b2: broken }), "a");

    expect(result.outcome).toMatchObject({
      outcome: "mapped",
      isProvisional: false,
      answerFingerprint: null,
      losses: [{ identifier: "b2", reason: "failed" }],
    });
  });

  it("takes a resource that does not answer in time as timed out", async () => {
    const { byRaw, store, session } = await mapAll(
      {
        resources: [
          {
            name: "slow",
            maps: [{ from: "A", to: "Z", ranks: [{ table: {} }] }],
            before: () => new Promise(() => undefined),
          },
        ],
        paths: { main: ["slow"] },
      },
      ["a"],
      { stepTimeoutMs: 5 },
    );

    expect(byRaw.get("a")?.outcome).toMatchObject({
      outcome: "unresolved",
      losses: [{ reason: "timed_out" }],
    });
    const { items } = await store.listPathExecutions({ sessionId: session.id });
    expect(items).toMatchObject([
      { status: "timed_out", error: { code: "step-timed-out" }, steps: [{ attempts: 1 }] },
    ]);
  });

  it("takes a hit that no trace can hold as a failure", async () => {
    const table = { a: ["z\0"], b: [{ identifier: "z", confidence: 2 }], c: ["z"] };
    const { byRaw } = await mapAll(
      {
        resources: [{ name: "own", maps: [{ from: "A", to: "Z", ranks: [{ table }] }] }],
        paths: { main: ["own"] },
      },
      ["a", "b", "c"],
    );

    expect([...byRaw.values()].map((it) => it.outcome.outcome)).toEqual([
      "unresolved",
      "unresolved",
      "mapped",
    ]);
  });
});
