import { Command } from "commander";

import type { CheckOptions } from "../catalog/check-catalog.js";
import { initCatalog } from "../catalog/init-catalog.js";
import type { CommandFrame } from "../frame/command-frame.js";
import { examples } from "../frame/examples.js";

/** `waymark catalog check` and `waymark catalog init`. */
export function catalogCommand(frame: CommandFrame): Command {
  return new Command("catalog")
    .description("creates or checks a catalog")
    .addCommand(checkCommand(frame))
    .addCommand(initCommand(frame))
    .addHelpText("after", examples([["waymark catalog check", "the contents and problems of catalog.yaml"]]));
}

function checkCommand(frame: CommandFrame): Command {
  return new Command("check")
    .description("loads a catalog and its tables, and lists its contents or its problems")
    .argument("[file]", "the catalog (default: catalog.yaml, or catalog/catalog.yaml)")
    .option("--catalog <file>", "the same, as in other commands")
    .option("--data <dir>", "folder of its tables (default: the folder of the catalog)")
    .option("--overrides <file>", "a file with overrides")
    .option("--from <type>", "with --to: list the paths that a run would use")
    .option("--to <type>", "see --from")
    .addHelpText(
      "after",
      examples([
        [
          "waymark catalog check genes.yaml --data tables",
          "every problem with file, line and column; exit code 1 if there is one",
        ],
        [
          "waymark catalog check --from HGNC_SYMBOL --to ENSEMBL_PROTEIN",
          "a dry run: the paths that would be used, in order",
        ],
      ]),
    )
    .action(
      frame.loadedAction<CheckOptions, [file: string | undefined]>(
        async () => (await import("../catalog/check-catalog.js")).checkCatalog,
      ),
    );
}

function initCommand(frame: CommandFrame): Command {
  return new Command("init")
    .description("writes a commented starter catalog, and small tables to try it with")
    .argument("[folder]", "folder to write to; existing files are not overwritten", "catalog")
    .addHelpText(
      "after",
      examples([["waymark catalog init", "into ./catalog, where `waymark map` finds it"]]),
    )
    .action(frame.action<object, [folder: string]>(initCatalog));
}
