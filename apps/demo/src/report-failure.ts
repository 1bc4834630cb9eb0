import { isWaymarkError, redactUrl } from "@waymark/trace-core";

import type { DemoOptions } from "./command-line.js";
import { UsageError } from "./usage-error.js";

/** Errors that the user can avoid. */
const USAGE_CODES = ["invalid-mapping-request", "invalid-query", "unknown-store-url"];

/** Writes the error as one line, and with `--verbose` the stack traces. Returns the exit code. */
export function reportFailure(
  error: unknown,
  { store, verbose }: Pick<DemoOptions, "store" | "verbose">,
): number {
  const hide = (text: string): string => text.replaceAll(store, redactUrl(store));
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`error: ${hide(message)}\n`);
  if (verbose)
    for (let it = error; it instanceof Error; it = it.cause)
      process.stderr.write(`${hide(it.stack ?? "")}\n`);
  if (isWaymarkError(error, "mapping-cancelled")) return 130;
  return error instanceof UsageError || USAGE_CODES.some((code) => isWaymarkError(error, code)) ? 2 : 1;
}
