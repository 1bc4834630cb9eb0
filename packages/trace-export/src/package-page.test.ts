import { readFile } from "node:fs/promises";

import { expect, it } from "vitest";

import { PACKAGE_FILES, PACKAGE_PAGE, PACKAGE_VERSION } from "./package-page.js";

it("has the same name and version as package.json", async () => {
  const text = await readFile(new URL("../package.json", import.meta.url), "utf8");
  const { name, version } = JSON.parse(text) as { readonly name: string; readonly version: string };
  expect(PACKAGE_VERSION).toBe(version);
  expect(PACKAGE_PAGE).toBe(`https://www.npmjs.com/package/${name}`);
  expect(PACKAGE_FILES).toBe(`https://unpkg.com/${name}@${version}`);
});
