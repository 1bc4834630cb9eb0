import { Option, type Command } from "commander";

import type { CommandContext } from "./command-context.js";

const DEFAULT_STORE = "sqlite:./.waymark/trace.db";

/** Options of every command. */
export interface GlobalOptions {
  /** As given; it may contain a password, so it is only shown through `redactUrl`. */
  readonly store: string;
  /** Print one JSON document, and nothing else, on standard output. */
  readonly json: boolean;
  readonly verbose: boolean;
  /** Print no notes and no progress. */
  readonly quiet: boolean;
}

export function addGlobalOptions(program: Command): void {
  program
    .addOption(
      new Option(
        "--store <url>",
        "where the trace is kept: sqlite:FILE, postgres://…, mongodb://… " +
          `(default: WAYMARK_STORE, else ${DEFAULT_STORE})`,
      ),
    )
    .option("--json", "print one JSON document, and nothing else on standard output")
    .option("--verbose", "print more details, also about errors")
    .option("--quiet", "print no notes and no progress");
}

export function globalOptions(command: Command, { env }: CommandContext): GlobalOptions {
  const given = command.optsWithGlobals<Partial<GlobalOptions>>();
  return {
    store: given.store ?? storeOf(env),
    json: given.json ?? false,
    verbose: given.verbose ?? false,
    quiet: given.quiet ?? false,
  };
}

/** The store if none is named on the command line. */
export function storeOf(env: CommandContext["env"]): string {
  return env.WAYMARK_STORE === undefined || env.WAYMARK_STORE === "" ? DEFAULT_STORE : env.WAYMARK_STORE;
}
