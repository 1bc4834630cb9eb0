import type { PruneReport } from "@waymark/trace-core";
import { Command } from "commander";

import type { PruneDocument } from "../documents/prune-document.js";
import type { CommandFrame } from "../frame/command-frame.js";
import type { CommandRun } from "../frame/command-run.js";
import { confirm } from "../frame/output/confirm.js";
import { examples } from "../frame/examples.js";
import { EXIT, type ExitCode } from "../frame/exit-code.js";
import { amount, timeText } from "../views/format.js";
import { pointInTime } from "./point-in-time.js";

interface PruneCommandOptions {
  readonly olderThan: Date;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

export function pruneCommand(frame: CommandFrame): Command {
  return new Command("prune")
    .description(
      "removes old runs with all records only they use; never a running one, or one whose answers other runs took from the cache",
    )
    .requiredOption("--older-than <age>", "runs that ended before: 90d, 12h, 2026-01-31", pointInTime)
    .option("--dry-run", "only count what would be removed")
    .option("--yes", "do not ask for confirmation, as is the case without a terminal")
    .addHelpText("after", "\nAn SQLite file does not shrink: freed space in it is used for later runs.")
    .addHelpText(
      "after",
      examples([
        ["waymark prune --older-than 90d --dry-run", "what would be removed"],
        ["waymark prune --older-than 90d --yes", "for a nightly job"],
      ]),
    )
    .action(frame.action(prune));
}

async function prune(run: CommandRun, options: PruneCommandOptions): Promise<ExitCode> {
  const { olderThan, dryRun = false, yes = false } = options;
  return run.withStore("read", async (store) => {
    const isAsking = !dryRun && !yes && run.context.isTerminal.stdin && run.context.isTerminal.stderr;
    let report = await store.prune({ olderThan, dryRun: dryRun || isAsking });
    let wasDeclined = false;
    if (isAsking && report.sessions + report.mappings > 0) {
      wasDeclined = !(await confirm(run.context, `Permanently remove ${counts(report)}?`));
      if (!wasDeclined) report = await store.prune({ olderThan });
    }
    const document = { ...report, olderThan: olderThan.toISOString(), wasDeclined } satisfies PruneDocument;
    if (run.output.isJson) await run.output.document(document);
    else await run.output.write(`${told(document)}\n`);
    return EXIT.fine;
  });
}

function told(document: PruneDocument): string {
  const { sessions, mappings, dryRun, wasDeclined, olderThan } = document;
  if (wasDeclined) return "nothing was removed";
  if (sessions + mappings === 0) return `nothing that ended before ${timeText(olderThan)} UTC can be removed`;
  return `${dryRun ? "would remove" : "removed"} ${counts(document)}`;
}

function counts(report: PruneReport): string {
  return [
    amount(report.sessions, "session"),
    amount(report.pathExecutions, "path execution"),
    amount(report.mappings, "mapping"),
    amount(report.provenance, "provenance record"),
    amount(report.outcomes, "outcome"),
    amount(report.metrics, "metric"),
  ].join(", ");
}
