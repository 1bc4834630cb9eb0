import { describe, expect, it } from "vitest";

import { mapAll } from "../support/map-all.js";
import { labels } from "../support/sample-catalogs.js";

describe("inputs", () => {
  it("are invalid when they break the pattern or cannot be an identifier, and are not looked up", async () => {
    const { byRaw, catalog, store, session, summary } = await mapAll(
      { ...labels([{ a: ["b1"] }], { b1: ["z1"] }), patterns: { A: /^a/ } },
      ["x", "", "a".repeat(600), "a\ud800", "a"],
    );

    expect([...byRaw.values()].map((it) => [it.outcome.outcome, it.identifier])).toEqual([
      ["invalid", null],
      ["invalid", null],
      ["invalid", null],
      ["invalid", null],
      ["mapped", "a"],
    ]);
    // A text that a trace can hold is found there under itself.
    expect(byRaw.get("x")?.outcome).toMatchObject({ sourceId: "x", rawIds: ["x"], answerFingerprint: null });
    expect(byRaw.get("x")?.invalidReason).toBe("does not fit ^a");
    expect(byRaw.get("a\ud800")?.outcome.sourceId).toMatch(/^invalid:[0-9a-f]{64}$/);
    expect(byRaw.get("a\ud800")?.outcome.rawIds).toEqual(["a\\ud800"]);
    expect(catalog.resources.get("labels")?.asked).toEqual(["a"]);
    expect(summary).toMatchObject({ inputs: 5, invalid: 4, mapped: 1 });
    expect((await store.listOutcomes({ sessionId: session.id })).items).toHaveLength(5);
  });

  it("are mapped once and reported as often as they occur, with all their raw ids", async () => {
    const { results, catalog, summary } = await mapAll(labels([{ a: ["b1"] }], { b1: ["z1"] }), [
      "a",
      " a",
      "a",
    ]);

    expect(results.map((it) => it.raw)).toEqual(["a", " a", "a"]);
    expect(results[0]?.outcome.rawIds).toEqual([" a", "a"]);
    expect(results[0]?.outcome).toBe(results[2]?.outcome);
    expect(catalog.resources.get("labels")?.asked).toEqual(["a"]);
    expect(summary).toMatchObject({ inputs: 3, mapped: 3 });
  });
});
