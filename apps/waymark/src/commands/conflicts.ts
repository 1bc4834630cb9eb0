import { CONFLICT_KINDS, conflicts, type Conflict, type ConflictKind } from "@waymark/trace-report";
import { Command, InvalidArgumentError, Option } from "commander";

import type { CommandFrame } from "../frame/command-frame.js";
import type { CommandRun } from "../frame/command-run.js";
import { examples } from "../frame/examples.js";
import { EXIT, type ExitCode } from "../frame/exit-code.js";
import { writeJsonList } from "../frame/json-list.js";
import { limited } from "../frame/limited.js";
import { printable } from "../frame/printable.js";
import { resolveSession, SESSION_ARGUMENT } from "../frame/resolve-session.js";
import { amount } from "../views/format.js";
import { collect, count } from "./option-values.js";

interface ConflictsCommandOptions {
  readonly session?: string;
  readonly from?: string;
  readonly to?: string;
  readonly kind?: readonly ConflictKind[];
  readonly limit?: number;
}

export function conflictsCommand(frame: CommandFrame): Command {
  return new Command("conflicts")
    .description("lists identifiers whose paths disagree, with what each path says")
    .option("--session <session>", `only what one run answered: ${SESSION_ARGUMENT}`)
    .option("--from <type>", "only identifiers of this type")
    .option("--to <type>", "only targets of this type")
    .addOption(
      new Option(
        "--kind <kind>",
        `${CONFLICT_KINDS.join(", ")}; may be given several times (default: all but agree)`,
      ).argParser(conflictKinds),
    )
    .option("--limit <n>", "at most so many", count)
    .addHelpText(
      "after",
      examples([
        ["waymark conflicts --session latest --kind disjoint", "where two paths have nothing in common"],
        ["waymark conflicts --json > conflicts.json", "all of them, for a program"],
      ]),
    )
    .action(frame.action(list));
}

function conflictKinds(text: string, earlier: readonly string[] | undefined): string[] {
  if (!CONFLICT_KINDS.some((it) => it === text))
    throw new InvalidArgumentError(`It is one of ${CONFLICT_KINDS.join(", ")}.`);
  return collect(text, earlier);
}

async function list(run: CommandRun, options: ConflictsCommandOptions): Promise<ExitCode> {
  return run.withStore("read", async (store) => {
    const { session, from: sourceType, to: targetType, kind: kinds, limit } = options;
    const sessionId = session === undefined ? undefined : (await resolveSession(store, session)).id;
    const found = limited(conflicts(store, { sessionId, sourceType, targetType }, { kinds }), limit);
    if (run.output.isJson) {
      await writeJsonList(run.output, { sessionId: sessionId ?? null }, "conflicts", found);
      return EXIT.fine;
    }
    let shown = 0;
    for await (const conflict of found) {
      await run.output.write(conflictText(conflict));
      shown += 1;
    }
    run.output.note(shown === 0 ? "no paths disagree" : amount(shown, "conflict"));
    return EXIT.fine;
  });
}

function conflictText({ sourceType, sourceId, targetType, kind, shared, paths }: Conflict): string {
  const agreed = shared.items.length === 0 ? "" : `; all say ${shared.items.join(", ")}`;
  const lines = [`${sourceType} ${sourceId} → ${targetType}: ${kind}${agreed}`];
  for (const { pathId, targets } of paths) {
    const said = targets.items.map((it) => `${it.targetId} (${it.confidence.toFixed(2)})`).join(", ");
    lines.push(`  ${pathId}: ${said}${targets.truncated ? " …" : ""}`);
  }
  return `${lines.map(printable).join("\n")}\n`;
}
