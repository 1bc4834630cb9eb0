import { relative } from "node:path";

import type { LoadedCatalog, MappingReport } from "@waymark/executor";

import type { MapDocument } from "../documents/map-document.js";
import type { CommandRun } from "../frame/command-run.js";
import { EXIT, type ExitCode } from "../frame/exit-code.js";
import { printable } from "../frame/output/printable.js";
import { quoted } from "../frame/output/quoted.js";
import { amount, countText } from "../views/format.js";
import type { MapJob } from "./map-job.js";
import type { JobResult } from "./run-job.js";

export interface ReportJobOptions {
  readonly loaded: LoadedCatalog;
  /** Notes about the input, which were already shown. */
  readonly notes: readonly string[];
  readonly count: number;
}

/** Reports the result of a job, and suggests next steps. */
export async function reportJob(
  run: CommandRun,
  job: MapJob,
  result: JobResult,
  { loaded, notes, count }: ReportJobOptions,
): Promise<ExitCode> {
  const { reports, output, unmapped, tally } = result;
  const isPartial = reports.some(({ session }) => session.status !== "completed");
  const more = [...outputNotes(job, result), ...(run.keepsTrace ? [] : [NOT_KEPT])];
  const next = nextSteps(run, result);
  if (run.output.isJson) {
    await run.output.document({
      status: isPartial ? "partial" : "completed",
      store: run.shownStore,
      catalog: {
        file: job.catalog,
        fingerprint: loaded.catalog.fingerprint,
        warnings: loaded.report.warnings,
      },
      input: { file: job.input.file, sha256: job.input.sha256, count },
      sourceType: job.from,
      sessions: reports.map(({ session, summary }) => ({
        sessionId: session.id,
        targetType: session.targetType,
        status: session.status,
        summary,
        error: session.error && { code: session.error.code, message: session.error.message },
      })),
      output,
      unmapped,
      unmappedCount: tally.unmappedCount,
      notes: [...notes, ...more],
      next,
    } satisfies MapDocument);
  }
  for (const it of [...loaded.report.warnings, ...more]) run.output.note(`note: ${it}`);
  for (const it of reports) run.output.note(summaryText(it));
  for (const it of [output, unmapped])
    if (it) run.output.note(`${shownPath(run, it.file)}: ${amount(it.lines, "line")}`);
  if (isPartial)
    run.output.note(
      `Not every resource could be asked: map again${run.keepsTrace ? ", and only the missing answers will be looked up" : ""}.`,
    );
  if (next.length > 0) run.output.note(["Next:", ...next.map((it) => `  ${it}`)].join("\n"));
  return isPartial ? EXIT.failed : EXIT.fine;
}

const NOT_KEPT = "the trace is in memory and ends with this command: to keep it, use --store sqlite:FILE";

function outputNotes(job: MapJob, { tally, formulas }: JobResult): string[] {
  const notes: string[] = [];
  if (formulas.count > 0 && formulas.first !== null) {
    const cell = printable(formulas.first).slice(0, 40);
    const isOne = formulas.count === 1;
    const what = `${amount(formulas.count, "cell")} ${isOne ? "begins" : "begin"} like a formula${isOne ? "," : ", such as"} ${cell}`;
    notes.push(
      formulas.isGuarded
        ? `${what}: ${isOne ? "it was written with an apostrophe before it" : "they were written with an apostrophe before them"}`
        : `${what}: if a spreadsheet is to open the output, use --guard-formulas`,
    );
  }
  if (job.onMany === "best" && tally.manyCount > 0)
    notes.push(
      `of ${amount(tally.manyCount, "identifier")} with several targets, only the best target was kept`,
    );
  if (job.onMany === "drop" && tally.manyCount > 0)
    notes.push(
      `${amount(tally.manyCount, "identifier")} with several targets ${tally.manyCount === 1 ? "was" : "were"} left unmapped`,
    );
  return notes;
}

function summaryText({ session, summary }: MappingReport): string {
  const parts: [number, string][] = [
    [summary.mapped, "mapped"],
    [summary.mappedToMany, "mapped to many"],
    [summary.notFound, "not found"],
    [summary.unresolved, "unresolved"],
    [summary.obsolete, "obsolete"],
    [summary.filtered, "filtered"],
    [summary.invalid, "invalid"],
  ];
  const counts = parts.filter(([count]) => count > 0).map(([count, name]) => `${countText(count)} ${name}`);
  const cache = summary.fromCache === 0 ? "" : `, ${countText(summary.fromCache)} of them from the cache`;
  return (
    `${session.sourceType} → ${session.targetType}: ${amount(summary.inputs, "identifier")}, ${session.status} in ` +
    `${(summary.durationMs / 1_000).toFixed(1)} s: ${counts.join(", ")}${cache} (session ${session.id})`
  );
}

function nextSteps(run: CommandRun, { reports, tally, unmapped }: JobResult): string[] {
  const store = run.storeArgument;
  const sessions = reports.length === 1 ? ["latest"] : reports.map(({ session }) => session.id);
  const identifier = run.keepsTrace ? tally.worthExplaining : null;
  return [
    ...(run.keepsTrace ? sessions : []).map((it) => `waymark report ${it}${store}`),
    ...(identifier === null ? [] : [`waymark explain ${quoted(identifier)}${store}`]),
    ...(unmapped !== null && unmapped.lines > 0 ? [`less ${quoted(shownPath(run, unmapped.file))}`] : []),
  ];
}

function shownPath({ context }: CommandRun, file: string): string {
  const path = relative(context.cwd, file);
  return path === "" || path.startsWith("..") ? file : path;
}
