import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";

import {
  isWaymarkError,
  WaymarkError,
  type MappingSession,
  type TraceBatch,
  type TraceStore,
} from "@waymark/trace-core";
import {
  importTrace,
  TraceCutShortError,
  type ImportTarget,
  type TraceImportReport,
} from "@waymark/trace-export";
import { Command } from "commander";

import type { ImportDocument } from "../documents/import-document.js";
import type { CommandFrame } from "../frame/command-frame.js";
import type { CommandRun } from "../frame/command-run.js";
import { examples } from "../frame/examples.js";
import { EXIT, type ExitCode } from "../frame/exit-code.js";
import { InterruptedError } from "../frame/interrupted-error.js";
import type { ProgressLine } from "../frame/output/progress-line.js";
import { InputFile } from "../input/input-file.js";
import { statReadable } from "../input/stat-readable.js";
import { unpacked } from "../input/unpacked.js";
import { amount, countText, sizeText } from "../views/format.js";

export function importCommand(frame: CommandFrame): Command {
  return new Command("import")
    .description(
      "imports a trace written by `waymark export --format jsonl`; importing it again changes nothing",
    )
    .argument("<file>", "file to import, gzipped or not, or - for standard input")
    .addHelpText(
      "after",
      examples([
        ["waymark import trace.jsonl --store postgres://me@host/trace", "copies a trace to another store"],
        [
          "ssh host waymark export --format jsonl --all | waymark import -",
          "copies a trace from another host",
        ],
      ]),
    )
    .action(frame.action<object, [string]>(async (run, _options, file) => read(run, file)));
}

async function read(run: CommandRun, file: string): Promise<ExitCode> {
  const size = file === "-" ? null : await sizeOf(run, file);
  const document = await run.withWriter(async (store) => {
    const progress = run.progress();
    const interruption = run.interruption("what was read is being written");
    interruption.onLeave(() => "exited at once: importing the whole file again is safe");
    const target = new WatchedSessions(store);
    let written = 0;
    try {
      const input = file === "-" ? run.context.stdin : createReadStream(run.path(file));
      const bytes = watched(input, size, progress, interruption.signal);
      const pieces = unpacked(bytes, file === "-" ? "standard input" : file);
      const report = await importTrace(target, pieces, {
        onProgress: ({ records }) => {
          written = Object.values(records).reduce((sum, it) => sum + it, 0);
        },
      });
      const { lines } = report;
      return { file, lines, newSessions: target.added, records: kinds(report) } satisfies ImportDocument;
    } catch (error) {
      throw withWritten(error, written);
    } finally {
      progress.end();
      interruption.end();
    }
  });
  if (run.output.isJson) await run.output.document(document);
  else await run.output.write(`${told(document)}\n`);
  return EXIT.fine;
}

/**
 * Counts the sessions that the store did not have before. For other records, a look-up of each would take longer than
 * writing it.
 */
class WatchedSessions implements ImportTarget {
  added = 0;

  constructor(private readonly store: Pick<TraceStore, "write" | "getSession" | "reopenSession">) {}

  async write(batch: TraceBatch): Promise<void> {
    let added = 0;
    for (const { id } of batch.sessionStarts ?? [])
      if ((await this.store.getSession(id)) === undefined) added += 1;
    await this.store.write(batch);
    this.added += added;
  }

  async reopenSession(...args: Parameters<TraceStore["reopenSession"]>): Promise<MappingSession> {
    return this.store.reopenSession(...args);
  }
}

/** Adds to the error how much of the trace was imported. */
function withWritten(error: unknown, written: number): unknown {
  // This error already says so.
  if (!isWaymarkError(error) || error.code === TraceCutShortError.code) return error;
  const what =
    written === 0
      ? "nothing was imported"
      : `${amount(written, "record")} before that ${written === 1 ? "was" : "were"} imported, and importing the whole file again is safe`;
  return new ImportStoppedError(`${error.message}; ${what}`, error, written);
}

/** Has the code of its cause. */
class ImportStoppedError extends WaymarkError {
  constructor(message: string, cause: WaymarkError, written: number) {
    super(message, { code: cause.code, details: { ...cause.details, written }, cause });
  }
}

const WANTED = "import reads JSON Lines written by `waymark export --format jsonl`, gzipped or not";

/** @throws InputError the file cannot be read, or is not text; the content of a pipe is only checked when it is read */
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
    if (signal.aborted) throw new InterruptedError("interrupted");
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

function told({ lines, newSessions, records }: ImportDocument): string {
  const counts = [
    `${amount(records.sessions, "session")} (${newSessions === 0 ? "none" : countText(newSessions)} new)`,
    amount(records.pathExecutions, "path execution"),
    amount(records.mappings, "mapping"),
    amount(records.provenance, "provenance record"),
    amount(records.outcomes, "outcome"),
    amount(records.metrics, "metric"),
  ];
  const there =
    newSessions === records.sessions
      ? ""
      : "\nthe counts include records that the store already had, which are unchanged";
  return `imported ${amount(lines, "line")}: ${counts.join(", ")}${there}`;
}
