import { describe, expect, it } from "vitest";

import { SessionNotFoundError } from "./session-errors.js";
import { isWaymarkError, WaymarkError } from "./waymark-error.js";

describe("isWaymarkError", () => {
  it("tells errors apart by their code", () => {
    const error = new SessionNotFoundError("s");
    expect(isWaymarkError(error)).toBe(true);
    expect(isWaymarkError(error, "session-not-found")).toBe(true);
    expect(isWaymarkError(error, "store-closed")).toBe(false);
    expect(error.name).toBe("SessionNotFoundError");
  });

  it("recognises errors from another copy of this package", () => {
    const foreign = Object.assign(new Error("x"), {
      code: "session-not-found",
      [Symbol.for("waymark.error")]: true,
    });
    expect(isWaymarkError(foreign, "session-not-found")).toBe(true);
  });

  it("recognises nothing else", () => {
    const impostor = Object.assign(new Error("x"), { code: "session-not-found" });
    for (const it of [impostor, null, undefined, "session-not-found", { code: "session-not-found" }]) {
      expect(isWaymarkError(it, "session-not-found")).toBe(false);
    }
  });

  it("keeps the cause, and has none if none was given", () => {
    const cause = new Error("why");
    expect(new WaymarkError("m", { code: "c", cause }).cause).toBe(cause);
    expect("cause" in new WaymarkError("m", { code: "c" })).toBe(false);
  });
});
