import { methodsText, runReport, type MethodsText } from "@waymark/trace-report";
import { Command } from "commander";

import type { ReportDocument } from "../documents/report-document.js";
import type { CommandFrame } from "../frame/command-frame.js";
import type { CommandRun } from "../frame/command-run.js";
import { examples } from "../frame/examples.js";
import { EXIT, type ExitCode } from "../frame/exit-code.js";
import { printable } from "../frame/output/printable.js";
import { resolveSession, SESSION_ARGUMENT } from "../frame/store/resolve-session.js";
import { UsageError } from "../frame/usage-error.js";
import { openOutput } from "../result/output-target.js";
import { reportText } from "../views/report-text.js";
import { countFrom } from "./option-values.js";

interface ReportOptions {
  readonly unmapped: number;
  /** Print only the methods paragraph. */
  readonly methods?: boolean;
  /** File for the HTML page. */
  readonly html?: string;
}

export function reportCommand(frame: CommandFrame): Command {
  return new Command("report")
    .description(
      "reports what a run did: outcomes, funnel, confidence, cardinalities, resources, unmapped identifiers",
    )
    .argument("[session]", SESSION_ARGUMENT, "latest")
    .option(
      "--unmapped <n>",
      "maximum number of identifiers without a target to list",
      countFrom(0, 1_000_000),
      20,
    )
    .option("--html <file>", "write an HTML page with charts that works offline")
    .option("--methods", "print a paragraph for the methods section of a paper instead")
    .addHelpText(
      "after",
      examples([
        ["waymark report", "the latest run"],
        ["waymark report latest --html report.html", "the same as a page, for a browser or a printer"],
        ["waymark report latest --methods", "a paragraph with tools, releases, dates and counts"],
        ["waymark report latest~1 --json", "the run before, as JSON"],
      ]),
    )
    .action(frame.action<ReportOptions, [string]>(report));
}

async function report(run: CommandRun, options: ReportOptions, wanted: string): Promise<ExitCode> {
  if (options.html === "" || options.html === "-")
    throw new UsageError("--html must name a file, such as report.html");
  return run.withStore("read", async (store) => {
    const { id } = await resolveSession(store, wanted);
    if (options.methods && options.html === undefined && !run.output.isJson) {
      await run.output.write(paragraph(await methodsText(store, id)));
      return EXIT.fine;
    }
    const { html } = options;
    // Opened first, so that a file that cannot be written is reported before the trace is read.
    const page = html === undefined ? null : await openOutput(run.path(html), html);
    const progress = run.progress();
    let isWhole = false;
    try {
      const found = await runReport(store, id, {
        maxUnmapped: options.unmapped,
        onProgress: ({ identifiers, inputCount }) => {
          progress.show({ label: "reading", done: identifiers, total: inputCount });
        },
      });
      progress.end();
      const document = {
        ...found,
        methods: options.methods ? await methodsText(store, id) : null,
      } satisfies ReportDocument;
      if (page !== null) {
        const { reportPage } = await import("../html-report/report-page.js");
        await page.write(await reportPage(found, (await methodsText(store, id)).text));
        await page.commit();
        isWhole = true;
        run.output.note(`wrote ${html ?? ""}: open it in a browser`);
      }
      if (run.output.isJson) await run.output.document(document);
      else if (document.methods !== null) await run.output.write(paragraph(document.methods));
      else if (page === null) await run.output.write(reportText(document, run.output));
      return EXIT.fine;
    } finally {
      if (!isWhole) await page?.discard();
      progress.end();
    }
  });
}

function paragraph({ text }: MethodsText): string {
  return `${printable(text)}\n`;
}
