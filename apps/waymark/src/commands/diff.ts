import { diffRuns, diffText } from "@waymark/trace-report";
import { Command } from "commander";

import type { DiffDocument } from "../documents/diff-document.js";
import type { CommandFrame } from "../frame/command-frame.js";
import type { CommandRun } from "../frame/command-run.js";
import { examples } from "../frame/examples.js";
import { EXIT, type ExitCode } from "../frame/exit-code.js";
import { resolveSession, SESSION_ARGUMENT } from "../frame/store/resolve-session.js";
import { printableLines } from "../views/format.js";
import { countFrom } from "./option-values.js";

interface DiffOptions {
  readonly limit: number;
}

export function diffCommand(frame: CommandFrame): Command {
  return new Command("diff")
    .description("compares two runs: mappings gained, lost and changed, each with its cause")
    .argument("[a]", `the earlier run: ${SESSION_ARGUMENT}`, "latest~1")
    .argument("[b]", "the later run", "latest")
    .option("--limit <n>", "maximum number of changes to list", countFrom(0, 1_000_000), 50)
    .addHelpText(
      "after",
      examples([
        ["waymark diff", "the latest run compared with the one before"],
        ["waymark diff latest~2 latest --limit 10000 --json", "every change with its causes, as JSON"],
      ]),
    )
    .action(frame.action<DiffOptions, [string, string]>(diff));
}

async function diff(run: CommandRun, { limit }: DiffOptions, a: string, b: string): Promise<ExitCode> {
  return run.withStore("read", async (store) => {
    const earlier = await resolveSession(store, a);
    const later = await resolveSession(store, b);
    const progress = run.progress();
    try {
      const found: DiffDocument = await diffRuns(store, earlier.id, later.id, {
        maxChanges: limit,
        onProgress: ({ identifiers }) => {
          progress.show({ label: "comparing", done: identifiers, total: later.inputCount });
        },
      });
      progress.end();
      if (run.output.isJson) await run.output.document(found);
      else await run.output.write(printableLines(diffText(found)));
      return EXIT.fine;
    } finally {
      progress.end();
    }
  });
}
