import { describe, expect, it } from "vitest";

import { at, sampleEnd, sampleSession } from "../../testing/sample-records.js";
import { applySessionEnd } from "./apply-session-end.js";

const running = sampleSession({ startedAt: at(100), inputCount: 7 });

describe("applySessionEnd", () => {
  it("ends a running session, and keeps the counts for which the end has none", () => {
    const end = sampleEnd(running.id, { status: "partial", endedAt: at(100), resultCount: 3 });
    expect(applySessionEnd(running, end)).toEqual({
      ...running,
      status: "partial",
      endedAt: at(100),
      resultCount: 3,
    });
  });

  it("returns the same session if it had already ended with this status, whatever else the end says", () => {
    const ended = applySessionEnd(running, sampleEnd(running.id));
    expect(applySessionEnd(ended, sampleEnd(running.id, { endedAt: at(0), resultCount: 9 }))).toBe(ended);
  });

  it("refuses another status, and an end before the start", () => {
    const ended = applySessionEnd(running, sampleEnd(running.id));
    expect(() => applySessionEnd(ended, sampleEnd(running.id, { status: "failed" }))).toThrow(
      expect.objectContaining({ code: "session-already-ended" }),
    );
    expect(() => applySessionEnd(running, sampleEnd(running.id, { endedAt: at(99) }))).toThrow(
      expect.objectContaining({ code: "invalid-trace-record" }),
    );
  });
});
