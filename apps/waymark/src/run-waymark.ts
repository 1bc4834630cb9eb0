import { CommanderError, type Command } from "commander";

import { CommandFrame } from "./frame/command-frame.js";
import type { CommandContext } from "./frame/command-context.js";
import { EXIT } from "./frame/exit-code.js";
import { Output } from "./frame/output/output.js";
import { reportFailure } from "./frame/report-failure.js";
import { UsageError } from "./frame/usage-error.js";
import { createProgram } from "./program.js";

/**
 * Runs one command line.
 *
 * @param args without the program's name
 * @returns the exit code, see `EXIT`; never rejects
 */
export async function runWaymark(args: readonly string[], context: CommandContext): Promise<number> {
  const frame = new CommandFrame(context);
  const program = createProgram(frame);
  // Listens for errors before commander writes help or version, for which no command creates an `Output`.
  const output = new Output(context, { json: false, quiet: true, verbose: false });
  try {
    await runOrHelp(program, frame, args);
    await output.flushed();
    return frame.exitCode;
  } catch (error) {
    return reportFailure(
      error instanceof CommanderError ? misuse(error, program, args) : error,
      args,
      context,
    );
  }
}

/** Commander reports help and version as errors with exit code 0. */
async function runOrHelp(program: Command, frame: CommandFrame, args: readonly string[]): Promise<void> {
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError) || error.exitCode !== 0) throw error;
    frame.exitCode = EXIT.fine;
  }
}

/** Commander's message, with a reference to the help. */
function misuse(error: CommanderError, program: Command, args: readonly string[]): UsageError {
  if (error.code === "commander.help")
    return new UsageError(`say what to do: see \`${commandOf(program, args)} --help\``);
  const message = error.message.replace(/^error: /, "").replaceAll("\n", " ");
  return new UsageError(`${message} (see \`${commandOf(program, args)} --help\`)`);
}

/** The command as typed, with its subcommands. */
function commandOf(program: Command, args: readonly string[]): string {
  let command = program;
  const names = [program.name()];
  for (const arg of args) {
    const next = command.commands.find((it) => it.name() === arg);
    if (next === undefined) continue;
    names.push(next.name());
    command = next;
  }
  return names.join(" ");
}
