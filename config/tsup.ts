import { defineConfig } from "tsup";
import type { Options } from "tsup";

/** The build settings of one package: ESM and types; code shared by several entries goes into common chunks. */
export function packageBuild(
  entry: NonNullable<Options["entry"]>,
  overrides: Options = {},
): ReturnType<typeof defineConfig> {
  return defineConfig({
    entry,
    format: ["esm"],
    target: "node20",
    platform: "node",
    splitting: true,
    sourcemap: true,
    clean: true,
    // Uses the published types of sibling packages, rather than the sources that tsconfig.base.json maps them to.
    dts: { compilerOptions: { paths: {} } },
    ...overrides,
  });
}
