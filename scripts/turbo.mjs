// Runs turbo without network access for telemetry and update checks. `--quiet` only shows the output of failed tasks.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";

const quiet = process.argv[2] === "--quiet";
const args = process.argv.slice(quiet ? 3 : 2);
if (quiet) args.push("--output-logs=errors-only");

const turbo = createRequire(import.meta.url).resolve("turbo/bin/turbo");
const result = spawnSync(process.execPath, [turbo, ...args], {
  env: {
    ...process.env,
    DO_NOT_TRACK: "1",
    TURBO_NO_UPDATE_NOTIFIER: "1",
    TURBO_TELEMETRY_DISABLED: "1",
  },
  encoding: "utf8",
  stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit",
  maxBuffer: Number.POSITIVE_INFINITY,
});
if (result.error) throw result.error;
if (quiet && result.status !== 0) process.stderr.write(result.stdout + result.stderr);
process.exitCode = result.status ?? 1;
