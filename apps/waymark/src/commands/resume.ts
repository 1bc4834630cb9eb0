import { Command } from "commander";

import type { CommandFrame } from "../frame/command-frame.js";
import { examples } from "../frame/examples.js";
import { SESSION_ARGUMENT } from "../frame/store/resolve-session.js";
import type { ResumeOptions } from "../map/resume-session.js";

/** `waymark resume`: continues a session that was interrupted or killed. */
export function resumeCommand(frame: CommandFrame): Command {
  return new Command("resume")
    .description("continues an interrupted mapping with its original options")
    .argument("<session>", SESSION_ARGUMENT)
    .option(
      "--input <file>",
      "where the same input is now; - for standard input (default: its original place)",
    )
    .option("--output <file>", "write the answers to this file instead")
    .option("--catalog <file>", "where the same catalog is now")
    .option("--data <dir>", "where its tables are now")
    .option("--overrides <file>", "where the same overrides are now")
    .addHelpText(
      "after",
      examples([
        ["waymark resume latest", "the latest session; its answers are not looked up again"],
        ["cat ids.txt | waymark resume 01a20d92 --input -", "a session whose input came from standard input"],
      ]),
    )
    .action(
      frame.loadedAction<ResumeOptions, [session: string]>(
        async () => (await import("../map/resume-session.js")).resumeSession,
      ),
    );
}
