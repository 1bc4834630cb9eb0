import { CommanderError } from "commander";

import { CommandFrame } from "./frame/command-frame.js";
import type { CommandContext } from "./frame/command-context.js";
import { EXIT } from "./frame/exit-code.js";
import { Output } from "./frame/output.js";
import { reportFailure } from "./frame/report-failure.js";
import { UsageError } from "./frame/usage-error.js";
import { createProgram } from "./program.js";

/**
 * Runs one command line.
 *
 * @param args without the program's name
 * @returns the exit code, see `EXIT`; nothing is thrown
 */
export async function runWaymark(args: readonly string[], context: CommandContext): Promise<number> {
  const frame = new CommandFrame(context);
  // Begins to listen before commander writes help and version, which know no `Output` of a command.
  const output = new Output(context, { json: false, quiet: true, verbose: false });
  try {
    await runOrHelp(frame, args);
    await output.flushed();
    return frame.exitCode;
  } catch (error) {
    return reportFailure(error instanceof CommanderError ? misuse(error, args) : error, args, context);
  }
}

/** Help and version are no failure. */
async function runOrHelp(frame: CommandFrame, args: readonly string[]): Promise<void> {
  try {
    await createProgram(frame).parseAsync([...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError) || error.exitCode !== 0) throw error;
    frame.exitCode = EXIT.fine;
  }
}

/** What commander says, with where to read on. */
function misuse(error: CommanderError, args: readonly string[]): UsageError {
  if (error.code === "commander.help") return new UsageError("say what to do: see `waymark --help`");
  const message = error.message.replace(/^error: /, "").replaceAll("\n", " ");
  const command = args.find((it) => /^[a-z]/.test(it));
  const help = command === undefined ? "waymark --help" : `waymark ${command} --help`;
  return new UsageError(
    `${message} (see \`${error.code === "commander.unknownCommand" ? "waymark --help" : help}\`)`,
  );
}
