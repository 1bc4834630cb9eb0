import type { Command } from "commander";

import type { CommandContext } from "./command-context.js";
import { CommandRun } from "./command-run.js";
import { EXIT, type ExitCode } from "./exit-code.js";
import { globalOptions } from "./global-options.js";

/**
 * The work of a command.
 *
 * @param options the command's own options, as commander names them
 * @param args the positional arguments as parsed by commander
 */
export type CommandWork<O, A extends readonly unknown[]> = (
  run: CommandRun,
  options: O,
  ...args: A
) => Promise<ExitCode>;

/** Shared by all commands of a command line. */
export class CommandFrame {
  /** Exit code of the command that was run. */
  exitCode: ExitCode = EXIT.fine;

  constructor(readonly context: CommandContext) {}

  /** Creates a commander action from a command's work. */
  action<O, A extends readonly unknown[] = []>(
    work: CommandWork<O, A>,
  ): (...given: unknown[]) => Promise<void> {
    return async (...given) => {
      const command = given.at(-1) as Command;
      const run = new CommandRun(this.context, globalOptions(command, this.context));
      this.exitCode = await work(
        run,
        command.opts<O & Record<string, unknown>>(),
        ...(command.processedArgs as unknown as A),
      );
      await run.output.flushed();
    };
  }

  /**
   * Like `action`, for work that is only loaded when its command is run: its dependencies, such as the whole executor,
   * would delay the start of every other command.
   */
  loadedAction<O, A extends readonly unknown[] = []>(
    load: () => Promise<CommandWork<O, A>>,
  ): (...given: unknown[]) => Promise<void> {
    return async (...given) => this.action(await load())(...given);
  }
}
