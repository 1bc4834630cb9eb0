import { defineConfig } from "tsup";
import type { Options } from "tsup";

/** The build settings of one package: ESM and types, with what several entries share in common chunks. */
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
    // The siblings as they are published, not the sources to which tsconfig.base.json points the type-check.
    dts: { compilerOptions: { paths: {} } },
    ...overrides,
  });
}
