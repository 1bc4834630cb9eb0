import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";

import { importTrace, type TraceImportReport } from "@waymark/trace-export";
import { Command } from "commander";

import type { ImportDocument } from "../documents/import-document.js";
import type { CommandFrame } from "../frame/command-frame.js";
import type { CommandRun } from "../frame/command-run.js";
import { examples } from "../frame/examples.js";
import { EXIT, type ExitCode } from "../frame/exit-code.js";
import { InterruptedError } from "../frame/interrupted-error.js";
import type { ProgressLine } from "../frame/progress-line.js";
import { InputFile } from "../input/input-file.js";
import { statReadable } from "../input/stat-readable.js";
import { unpacked } from "../input/unpacked.js";
import { amount, sizeText } from "../views/format.js";

export function importCommand(frame: CommandFrame): Command {
  return new Command("import")
    .description(
      "reads a trace that `waymark export --format jsonl` wrote into the store; doing so twice is as once",
    )
    .argument("<file>", "or - for standard input; packed with gzip or not")
    .addHelpText(
      "after",
      examples([
        ["waymark import trace.jsonl --store postgres://me@host/trace", "moves a trace to another store"],
        ["ssh host waymark export --format jsonl --all | waymark import -", "fetches one"],
      ]),
    )
    .action(frame.action<object, [string]>(async (run, _options, file) => read(run, file)));
}

async function read(run: CommandRun, file: string): Promise<ExitCode> {
  const size = file === "-" ? null : await sizeOf(run, file);
  return run.withStore("write", async (store) => {
    const progress = run.progress();
    const interruption = run.context.interruption();
    try {
      const input = file === "-" ? run.context.stdin : createReadStream(run.path(file));
      const bytes = watched(input, size, progress, interruption.signal);
      const report = await importTrace(store, unpacked(bytes, file === "-" ? "standard input" : file));
      progress.end();
      const document = { file, lines: report.lines, records: kinds(report) } satisfies ImportDocument;
      if (run.output.isJson) await run.output.document(document);
      else await run.output.write(`${told(document)}\n`);
      return EXIT.fine;
    } finally {
      progress.end();
      interruption.end();
    }
  });
}

const WANTED =
  "import reads the JSON Lines that `waymark export --format jsonl` wrote, packed with gzip or not";

/** @throws InputError it cannot be read, or is no text; what a pipe brings shows when it is read */
async function sizeOf(run: CommandRun, file: string): Promise<number | null> {
  const found = await statReadable(run.path(file), file);
  if (!found.isFile()) return null;
  await (await InputFile.open(run, file, { wanted: WANTED })).close();
  return found.size;
}

async function* watched(
  input: Readable,
  size: number | null,
  progress: ProgressLine,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  let bytes = 0;
  for await (const chunk of input as AsyncIterable<Uint8Array>) {
    if (signal.aborted)
      throw new InterruptedError(
        "interrupted: what was read is in the store, and importing the whole again is safe",
      );
    yield chunk;
    bytes += chunk.length;
    progress.show({ label: "importing", done: bytes, total: size, detail: sizeText(bytes) });
  }
}

function kinds({ records }: TraceImportReport): ImportDocument["records"] {
  return {
    sessions: records.session,
    pathExecutions: records.pathExecution,
    mappings: records.mapping,
    provenance: records.provenance,
    outcomes: records.outcome,
    metrics: records.metric,
  };
}

function told({ lines, records }: ImportDocument): string {
  const counts = [
    amount(records.sessions, "session"),
    amount(records.pathExecutions, "path execution"),
    amount(records.mappings, "mapping"),
    amount(records.provenance, "provenance record"),
    amount(records.outcomes, "outcome"),
    amount(records.metrics, "metric"),
  ];
  return `imported ${amount(lines, "line")}: ${counts.join(", ")}`;
}
