import { spawn } from "node:child_process";
import { once } from "node:events";

import { describe, expect, it } from "vitest";

import { currentOwner, isOwnerAlive } from "./session-owner.js";

describe("a session's owner", () => {
  it("is alive while its process runs", () => {
    expect(isOwnerAlive(currentOwner())).toBe(true);
  });

  it("is the same whenever it is asked", () => {
    expect(currentOwner()).toEqual(currentOwner());
  });

  it("is dead when its process is gone", async () => {
    const child = spawn(process.execPath, ["--eval", ""]);
    const processId = child.pid ?? 0;
    await once(child, "exit");
    expect(isOwnerAlive({ ...currentOwner(), processId })).toBe(false);
  });

  it("is not known to be alive or dead on another host", () => {
    expect(isOwnerAlive({ ...currentOwner(), host: "elsewhere.invalid" })).toBeUndefined();
  });

  it.runIf(process.platform === "linux")("is dead when another process has its id now", () => {
    expect(isOwnerAlive({ ...currentOwner(), processStartedAt: new Date("2001-01-01T00:00:00Z") })).toBe(
      false,
    );
  });
});
