import { EXPORT_FORMATS, exportFormat } from "@waymark/trace-export";
import type { TraceStore } from "@waymark/trace-core";
import { Command, Option } from "commander";

import type { ExportDocument } from "../documents/export-document.js";
import type { CommandFrame } from "../frame/command-frame.js";
import type { CommandRun } from "../frame/command-run.js";
import { examples } from "../frame/examples.js";
import { EXIT, type ExitCode } from "../frame/exit-code.js";
import { resolveSession, SESSION_ARGUMENT } from "../frame/store/resolve-session.js";
import { InterruptedError } from "../frame/interrupted-error.js";
import { UsageError } from "../frame/usage-error.js";
import { openOutput } from "../result/output-target.js";
import { sizeText } from "../views/format.js";
import { collect } from "./option-values.js";
import { readExportOptions } from "./export-options.js";

interface ExportCommandOptions {
  readonly format: string;
  readonly session?: readonly string[];
  readonly all?: boolean;
  readonly output: string;
  readonly options?: string;
  readonly raw?: boolean;
}

const NAME_WIDTH = Math.max(...EXPORT_FORMATS.map((it) => it.name.length));

const FORMATS_HELP = `
Formats:
${EXPORT_FORMATS.map((it) => `  ${it.name.padEnd(NAME_WIDTH)}  ${it.description}`).join("\n")}`;

export function exportCommand(frame: CommandFrame): Command {
  return new Command("export")
    .description("exports runs, or the whole trace")
    .addOption(
      new Option("--format <format>", "see below")
        .choices(EXPORT_FORMATS.map((it) => it.name))
        .makeOptionMandatory(),
    )
    .option("--session <session>", `a run; may be repeated: ${SESSION_ARGUMENT}`, collect)
    .option("--all", "the whole trace")
    .option(
      "--output <file>",
      "file to write, or - for standard output; a file appears only when complete",
      "-",
    )
    .option(
      "--options <file>",
      "JSON file with options of the format, such as prefixes; see the package trace-export",
    )
    .option("--raw", "with tsv: do not guard cells that a spreadsheet would run as formulas")
    .addHelpText("after", FORMATS_HELP)
    .addHelpText(
      "after",
      examples([
        ["waymark export --format tsv --session latest | head", "the mappings of the latest run"],
        [
          "waymark export --format jsonl --all --output trace.jsonl",
          "everything, for `waymark import` elsewhere",
        ],
      ]),
    )
    .action(frame.action(write));
}

async function write(run: CommandRun, options: ExportCommandOptions): Promise<ExitCode> {
  const { session: wanted, all = false, output } = options;
  if (wanted !== undefined && all) throw new UsageError("use either --session SESSION or --all, not both");
  if (wanted === undefined && !all)
    throw new UsageError("specify what to export: --session SESSION (such as latest), or --all");
  if (run.output.isJson && output === "-")
    throw new UsageError("--json describes a written file: name the file with --output, or omit --json");
  if (output === "") throw new UsageError("--output must name a file, or be - for standard output");
  const format = exportFormat(options.format);
  if (options.raw && !format.optionNames.includes("guardFormulas"))
    throw new UsageError(`--raw applies only to --format tsv: ${format.name} guards no cells, so omit it`);
  return run.withStore("read", async (store) => {
    const sessions = wanted === undefined ? null : await idsOf(store, wanted);
    const pieces = format.write(store, sessions === null ? {} : { sessionIds: sessions }, {
      ...(await readExportOptions(run, options.options)),
      ...(options.raw && { guardFormulas: false }),
    });
    if (output === "-") {
      for await (const piece of pieces) await run.output.write(piece);
      return EXIT.fine;
    }
    const bytes = await writeFile(run, output, pieces);
    const document = {
      format: options.format,
      file: run.path(output),
      bytes,
      sessions,
    } satisfies ExportDocument;
    if (run.output.isJson) await run.output.document(document);
    else run.output.note(`wrote ${output} (${sizeText(bytes)})`);
    return EXIT.fine;
  });
}

async function idsOf(store: TraceStore, wanted: readonly string[]): Promise<string[]> {
  const ids = new Set<string>();
  for (const it of wanted) ids.add((await resolveSession(store, it)).id);
  return [...ids];
}

/** Writes the complete file, or leaves an existing one unchanged. */
async function writeFile(run: CommandRun, shown: string, pieces: AsyncIterable<string>): Promise<number> {
  const interruption = run.interruption("the incomplete output is being removed");
  interruption.onLeave(() => `exited at once: ${shown} is unchanged`);
  const progress = run.progress();
  const target = await openOutput(run.path(shown), shown);
  let bytes = 0;
  let isWhole = false;
  try {
    for await (const piece of pieces) {
      if (interruption.signal.aborted)
        throw new InterruptedError(`interrupted: ${shown} is unchanged`, { file: shown });
      await target.write(piece);
      bytes += Buffer.byteLength(piece);
      progress.show({ label: "writing", done: bytes, total: null, detail: sizeText(bytes) });
    }
    await target.commit();
    isWhole = true;
    return bytes;
  } finally {
    if (!isWhole) await target.discard();
    progress.end();
    interruption.end();
  }
}
