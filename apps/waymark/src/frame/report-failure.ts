import { isWaymarkError, redactUrl } from "@waymark/trace-core";

import type { CommandContext } from "./command-context.js";
import { EXIT, exitCodeOf, type ExitCode } from "./exit-code.js";
import { storeOf } from "./global-options.js";

/**
 * Writes the error to standard error: one line, or with `--json` `{error: {code, message, details}}`. `--verbose` adds
 * the stack traces. Writes nothing to standard output.
 */
export function reportFailure(error: unknown, args: readonly string[], context: CommandContext): ExitCode {
  const exitCode = exitCodeOf(error);
  if (exitCode === EXIT.fine) return exitCode;
  const hide = redaction(args, context);
  const message = messageOf(error);
  const { code, details } = isWaymarkError(error)
    ? error
    : { code: systemCode(error) ?? "unexpected", details: {} };
  const say = (text: string): void => {
    context.stderr.write(`${hide(text)}\n`);
  };
  if (args.includes("--json")) say(JSON.stringify({ error: { code, message, details } }));
  else
    say(
      code === "unexpected" ? `error: ${message} (unexpected; --verbose gives details)` : `error: ${message}`,
    );
  if (args.includes("--verbose"))
    for (let it = error; it instanceof Error; it = it.cause) say(it.stack ?? "");
  return exitCode;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // The library's message names an option; users have a command for it.
  const { pending } = isWaymarkError(error, "schema-version") ? error.details : {};
  return Array.isArray(pending)
    ? `the schema of the trace is older than this program and lacks ${pending.join(", ")}: run \`waymark migrate\`, or ask an administrator to`
    : error.message;
}

function systemCode(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : undefined;
}

/** Removes the password of the store's URL from a text, wherever a driver has put it. */
function redaction(args: readonly string[], { env }: CommandContext): (text: string) => string {
  const given = args.flatMap((it, index) =>
    it === "--store" ? (args[index + 1] ?? []) : it.startsWith("--store=") ? it.slice("--store=".length) : [],
  );
  const urls = [...given, storeOf(env)].filter((it) => it !== redactUrl(it));
  return (text) =>
    urls.reduce((shown, url) => {
      const password = /\/\/[^/@:]*:(.+)@/.exec(url)?.[1];
      const safe = shown.replaceAll(url, redactUrl(url));
      return password === undefined || password.length < 4 ? safe : safe.replaceAll(password, "***");
    }, text);
}
