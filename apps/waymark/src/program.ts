import { Command, Help } from "commander";

import manifest from "../package.json" with { type: "json" };
import { catalogCommand } from "./commands/catalog.js";
import { conflictsCommand } from "./commands/conflicts.js";
import { diffCommand } from "./commands/diff.js";
import { doctorCommand } from "./commands/doctor.js";
import { explainCommand } from "./commands/explain.js";
import { exportCommand } from "./commands/export.js";
import { importCommand } from "./commands/import.js";
import { mapCommand } from "./commands/map.js";
import { migrateCommand } from "./commands/migrate.js";
import { pathsCommand } from "./commands/paths.js";
import { pruneCommand } from "./commands/prune.js";
import { reportCommand } from "./commands/report.js";
import { resumeCommand } from "./commands/resume.js";
import { sessionsCommand } from "./commands/sessions.js";
import { staleCommand } from "./commands/stale.js";
import type { CommandFrame } from "./frame/command-frame.js";
import { examples } from "./frame/examples.js";
import { addGlobalOptions } from "./frame/global-options.js";

/** All commands, in the order of the help. */
const COMMANDS: readonly ((frame: CommandFrame) => Command)[] = [
  mapCommand,
  resumeCommand,
  sessionsCommand,
  reportCommand,
  explainCommand,
  diffCommand,
  pathsCommand,
  conflictsCommand,
  staleCommand,
  exportCommand,
  importCommand,
  pruneCommand,
  catalogCommand,
  migrateCommand,
  doctorCommand,
];

const EXIT_CODES = `
Exit codes:
  0 success, 1 failed or only partly succeeded, 2 bad usage, 3 not found (session, identifier, trace),
  130 interrupted (Ctrl-C, or ended by SIGTERM or SIGHUP)`;

const EXAMPLES = [
  ["waymark catalog init", "create a small catalog to start from"],
  ["waymark map catalog/symbols.txt --from HGNC_SYMBOL --to NCBI_GENE", "map the sample list in it"],
  ["waymark explain TP53", "why an identifier has this target, or none"],
] as const;

/** Creates the command line for a context. */
export function createProgram(frame: CommandFrame): Command {
  const { stdout } = frame.context;
  const program = new Command("waymark");
  program
    .description("Maps identifiers, keeps a complete trace of how it did so, and explains the results.")
    .version(manifest.version, "-V, --version")
    .configureHelp({
      showGlobalOptions: true,
      // The options of a parent command, such as `sessions`, do not apply to its subcommands.
      visibleGlobalOptions: (command) =>
        command === program ? [] : new Help().visibleOptions(program).filter((it) => it.long !== "--help"),
    })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      // Errors are only reported by `reportFailure`.
      writeErr: () => undefined,
      getOutHasColors: () => false,
    })
    .addHelpText("after", EXIT_CODES)
    .addHelpText("after", examples(EXAMPLES))
    .exitOverride();
  addGlobalOptions(program);
  for (const command of COMMANDS) program.addCommand(command(frame));
  inherit(program);
  return program;
}

function inherit(parent: Command): void {
  for (const command of parent.commands) {
    command.copyInheritedSettings(parent).allowExcessArguments(false);
    inherit(command);
  }
}
