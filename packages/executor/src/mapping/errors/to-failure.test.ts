import { WaymarkError } from "@waymark/trace-core";
import { describe, expect, it } from "vitest";

import { toFailure } from "./to-failure.js";

describe("toFailure", () => {
  it("keeps the code of a Waymark error, and gives others the default code", () => {
    expect(toFailure(new WaymarkError("late", { code: "step-timed-out" }), "other")).toEqual({
      code: "step-timed-out",
      message: "late",
    });
    expect(toFailure(new Error("late"), "other").code).toBe("other");
    expect(toFailure("text", "other").message).toBe("text");
  });

  it("gives one short line that every store can hold, without credentials", () => {
    const { message } = toFailure(
      new Error(`http://me:pw@host/ \n said\0 \ud800 ${"x".repeat(1000)}`),
      "other",
    );

    expect(message).toMatch(/^http:\/\/host\/ said \ufffd x+ …$/);
    expect(message.length).toBeLessThanOrEqual(500);
  });
});
