import { Command, Option } from "commander";

import type { CommandFrame } from "../frame/command-frame.js";
import { examples } from "../frame/examples.js";
import type { MapOptions } from "../map/map-identifiers.js";
import { ON_MANY } from "../result/on-many.js";
import { FORMATS } from "../result/result-format.js";
import { SHAPES } from "../result/result-shape.js";
import { collect, collectList, confidence, count, day } from "./option-values.js";

/** `waymark map`: maps identifiers, and writes the answers and the trace. */
export function mapCommand(frame: CommandFrame): Command {
  return new Command("map")
    .description("maps identifiers from one type to others, and keeps the trace of how")
    .argument(
      "[input]",
      "a file with one identifier a line, or a table with --column; - for standard input",
      "-",
    )
    .option("--catalog <file>", "the catalog (default: catalog.yaml, or catalog/catalog.yaml)")
    .option("--data <dir>", "where the catalog's tables lie (default: beside it)")
    .option("--overrides <file>", "what people decided by hand: YAML, or a table")
    .option("--from <type>", "type of the identifiers; left out, a type is suggested")
    .requiredOption(
      "--to <type>",
      "type to map them to; may be repeated, or a list with commas: one run, one session each",
      collectList,
    )
    .option(
      "--column <name>",
      "the input is a TSV or CSV; its column with the identifiers, by name or number",
    )
    .option(
      "--secondary <type=column>",
      "a column with identifiers of another type, for what leads nowhere; may be repeated",
      collect,
    )
    .option("--header", "the first line is a heading")
    .option("--no-header", "the first line is none")
    .option("--limit <n>", "only the first n identifiers", count)
    .option("--min-confidence <number>", "targets below are no answer, 0 to 1", confidence)
    .option("--as-of <date>", "when the identifiers were written down: marks labels given later", day)
    .option("--fresh", "do not answer from the cache")
    .option("--validate", "map every target back, and say what that gave")
    .option("--tag <text>", "kept with the session; may be repeated", collect)
    .addOption(
      new Option("--on-many <what>", "what becomes of an identifier with several targets; fail: exit code 1")
        .choices(ON_MANY)
        .default("keep"),
    )
    .option("--output <file>", "write the answers to a file (default: standard output)")
    .addOption(
      new Option("--format <format>", "of the output (default: by its name, else tsv)").choices(FORMATS),
    )
    .addOption(
      new Option("--shape <shape>", "a line for each target, or for each identifier")
        .choices(SHAPES)
        .default("long"),
    )
    .option("--unmapped <file>", "write those without a target to a file as well")
    .option("--guard-formulas", "write an apostrophe before cells that a spreadsheet would run")
    .addHelpText(
      "after",
      examples([
        [
          "waymark map symbols.txt --catalog genes.yaml --data tables --from HGNC_SYMBOL --to ENSEMBL_GENE",
          "a list, to standard output",
        ],
        [
          "waymark map study.csv --column gene --from HGNC_SYMBOL --to NCBI_GENE --to UNIPROTKB_AC --output out.tsv",
          "a column of a table, to two types at once; all other columns are kept",
        ],
        [
          "cut -f1 hits.tsv | waymark map - --from NCBI_GENE --to HGNC_ID --unmapped rest.tsv",
          "standard input",
        ],
      ]),
    )
    .action(
      frame.loadedAction<MapOptions, [input: string]>(
        async () => (await import("../map/map-identifiers.js")).mapIdentifiers,
      ),
    );
}
