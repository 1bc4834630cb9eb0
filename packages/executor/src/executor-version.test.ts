import { readFileSync } from "node:fs";

import { expect, it } from "vitest";

import { EXECUTOR_VERSION } from "./executor-version.js";

it("is the version of the package", () => {
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    version: string;
  };

  expect(EXECUTOR_VERSION).toBe(manifest.version);
});
