import { Command } from "commander";

import type { CheckOptions } from "../catalog/check-catalog.js";
import { initCatalog } from "../catalog/init-catalog.js";
import type { CommandFrame } from "../frame/command-frame.js";
import { examples } from "../frame/examples.js";

/** `waymark catalog check` and `waymark catalog init`. */
export function catalogCommand(frame: CommandFrame): Command {
  return new Command("catalog")
    .description("checks a catalog, or begins one")
    .addCommand(checkCommand(frame))
    .addCommand(initCommand(frame))
    .addHelpText(
      "after",
      examples([["waymark catalog check", "what is in catalog.yaml, and what is wrong with it"]]),
    );
}

function checkCommand(frame: CommandFrame): Command {
  return new Command("check")
    .description("loads a catalog with its tables, and says what is in it and all that is wrong with it")
    .argument("[file]", "the catalog (default: catalog.yaml, or catalog/catalog.yaml)")
    .option("--catalog <file>", "the same, as other commands have it")
    .option("--data <dir>", "where its tables lie (default: beside it)")
    .option("--overrides <file>", "overrides in a file of their own")
    .option("--from <type>", "with --to: along which paths a run would go")
    .option("--to <type>", "see --from")
    .addHelpText(
      "after",
      examples([
        [
          "waymark catalog check genes.yaml --data tables",
          "every problem with file, line and column; exit code 1",
        ],
        [
          "waymark catalog check --from HGNC_SYMBOL --to ENSEMBL_PROTEIN",
          "a dry run: which paths, in which order",
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
    .description("writes a starter catalog with comments, and small tables to try it with")
    .argument("[folder]", "where to; nothing that is there is overwritten", "catalog")
    .addHelpText(
      "after",
      examples([["waymark catalog init", "into ./catalog, where `waymark map` finds it"]]),
    )
    .action(frame.action<object, [folder: string]>(initCatalog));
}
