import type { Command } from "commander";

import type { CommandContext } from "./command-context.js";
import { CommandRun } from "./command-run.js";
import { EXIT, type ExitCode } from "./exit-code.js";
import { globalOptions } from "./global-options.js";

/**
 * What a command does.
 *
 * @param options the command's own, as commander names them
 * @param args what commander made of the positional arguments
 */
export type CommandWork<O, A extends readonly unknown[]> = (
  run: CommandRun,
  options: O,
  ...args: A
) => Promise<ExitCode>;

/** What the commands of one command line share. */
export class CommandFrame {
  /** Of the command that was run. */
  exitCode: ExitCode = EXIT.fine;

  constructor(readonly context: CommandContext) {}

  /** Makes a commander action of a command's work. */
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
   * The same of work that is loaded when its command is run: what it needs, such as all that maps, would make every other
   * command begin later.
   */
  loadedAction<O, A extends readonly unknown[] = []>(
    load: () => Promise<CommandWork<O, A>>,
  ): (...given: unknown[]) => Promise<void> {
    return async (...given) => this.action(await load())(...given);
  }
}
