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
    .description("maps identifiers from one type to others, and records the trace")
    .argument(
      "[input]",
      "a file with one identifier per line, or a table with --column; - for standard input",
      "-",
    )
    .option("--catalog <file>", "the catalog (default: catalog.yaml, or catalog/catalog.yaml)")
    .option("--data <dir>", "folder of the catalog's tables (default: the folder of the catalog)")
    .option("--overrides <file>", "decisions made by hand, which overrule tables: YAML, or a table")
    .option("--from <type>", "type of the identifiers; if omitted, a type is suggested")
    .requiredOption(
      "--to <type>",
      "type to map to; may be repeated, or a list with commas, with one session per type",
      collectList,
    )
    .option(
      "--column <name>",
      "the input is a TSV or CSV table; its column with the identifiers, by name or number",
    )
    .option(
      "--secondary <type=column>",
      "a column with identifiers of another type, tried if the first leads nowhere; may be repeated",
      collect,
    )
    .option("--header", "the first line is a heading")
    .option("--no-header", "the first line is not a heading")
    .option("--limit <n>", "only the first n identifiers", count)
    .option("--min-confidence <number>", "leave out targets with a lower confidence, 0 to 1", confidence)
    .option("--as-of <date>", "date when the identifiers were written down; marks labels given later", day)
    .option("--fresh", "do not answer from the cache")
    .option("--validate", "map every target back, and report the result")
    .option("--tag <text>", "kept with the session; may be repeated", collect)
    .addOption(
      new Option(
        "--on-many <what>",
        "what to do with an identifier that has several targets; fail: exit code 1",
      )
        .choices(ON_MANY)
        .default("keep"),
    )
    .option("--output <file>", "write the answers to a file (default: standard output)")
    .addOption(
      new Option("--format <format>", "of the output (default: from the file name, else tsv)").choices(
        FORMATS,
      ),
    )
    .addOption(
      new Option("--shape <shape>", "one line per target, or one per row").choices(SHAPES).default("long"),
    )
    .option("--unmapped <file>", "also write identifiers without a target to this file")
    .option("--guard-formulas", "write an apostrophe before cells that a spreadsheet would run as formulas")
    .addHelpText(
      "after",
      examples([
        [
          "waymark map symbols.txt --catalog genes.yaml --data tables --from HGNC_SYMBOL --to ENSEMBL_GENE",
          "map a list, print to standard output",
        ],
        [
          "waymark map study.csv --column gene --from HGNC_SYMBOL --to NCBI_GENE --to UNIPROTKB_AC --output out.tsv",
          "map a column of a table to two types at once; all other columns are kept",
        ],
        [
          "cut -f1 hits.tsv | waymark map - --from NCBI_GENE --to HGNC_ID --unmapped rest.tsv",
          "map standard input",
        ],
      ]),
    )
    .action(
      frame.loadedAction<MapOptions, [input: string]>(
        async () => (await import("../map/map-identifiers.js")).mapIdentifiers,
      ),
    );
}
