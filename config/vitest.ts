import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { defineConfig } from "vitest/config";
import type { ViteUserConfig } from "vitest/config";

type TestOptions = NonNullable<ViteUserConfig["test"]>;

/**
 * The test settings of one package; vitest is started in the package's folder. Tests use the sources of sibling
 * packages, so they need no build. `test/global-setup.ts`, if present, runs once per test run.
 */
export function packageTests(overrides: TestOptions = {}): ViteUserConfig {
  const packages = fileURLToPath(new URL("../packages/", import.meta.url));
  const globalSetup = "test/global-setup.ts";
  return defineConfig({
    resolve: {
      alias: [
        { find: /^@waymark\/([^/]+)$/, replacement: join(packages, "$1/src/index.ts") },
        { find: /^@waymark\/([^/]+)\/(.+)$/, replacement: join(packages, "$1/src/$2/index.ts") },
      ],
    },
    test: {
      include: ["src/**/*.test.ts", "test/**/*.test.ts"],
      globalSetup: existsSync(globalSetup) ? [globalSetup] : [],
      pool: "forks",
      testTimeout: 30_000,
      hookTimeout: 60_000,
      reporters: ["default", "json"],
      outputFile: { json: "reports/tests.json" },
      ...overrides,
    },
  });
}
