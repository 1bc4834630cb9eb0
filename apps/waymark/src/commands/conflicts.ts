import {
  CONFLICT_KINDS,
  conflicts,
  shownIdentifier,
  type Conflict,
  type ConflictKind,
  type ConflictsProgress,
} from "@waymark/trace-report";
import { Command, InvalidArgumentError, Option } from "commander";

import type { CommandFrame } from "../frame/command-frame.js";
import type { CommandRun } from "../frame/command-run.js";
import { examples } from "../frame/examples.js";
import { checkTypes } from "../frame/store/check-types.js";
import { EXIT, type ExitCode } from "../frame/exit-code.js";
import { writeJsonList } from "../frame/output/json-list.js";
import { Limited, moreText } from "../frame/output/limited.js";
import { printable } from "../frame/output/printable.js";
import { resolveSession, SESSION_ARGUMENT } from "../frame/store/resolve-session.js";
import { amount } from "../views/format.js";
import { collect, count } from "./option-values.js";

interface ConflictsCommandOptions {
  readonly session?: string;
  readonly from?: string;
  readonly to?: string;
  readonly kind?: readonly ConflictKind[];
  readonly limit?: number;
}

const COMPARED_HELP = `
A run tries a further path only for identifiers that earlier paths left open. Most identifiers are therefore answered along one
path only, which leaves nothing to compare. Several paths answer an identifier if the first ones found only targets that were
too weak (--min-confidence), or if runs used different paths.`;

export function conflictsCommand(frame: CommandFrame): Command {
  return new Command("conflicts")
    .description("lists identifiers whose paths disagree, with the targets of each path")
    .option("--session <session>", `only answers of one run: ${SESSION_ARGUMENT}`)
    .option("--from <type>", "only identifiers of this type")
    .option("--to <type>", "only targets of this type")
    .addOption(
      new Option(
        "--kind <kind>",
        `${CONFLICT_KINDS.join(", ")}; may be repeated (default: all but agree)`,
      ).argParser(conflictKinds),
    )
    .option("--limit <n>", "maximum number to list", count)
    .addHelpText("after", COMPARED_HELP)
    .addHelpText(
      "after",
      examples([
        ["waymark conflicts --session latest --kind disjoint", "paths with no target in common"],
        ["waymark conflicts --json > conflicts.json", "all conflicts, as JSON"],
      ]),
    )
    .action(frame.action(list));
}

function conflictKinds(text: string, earlier: readonly string[] | undefined): string[] {
  if (!CONFLICT_KINDS.some((it) => it === text))
    throw new InvalidArgumentError(`Expected one of ${CONFLICT_KINDS.join(", ")}.`);
  return collect(text, earlier);
}

async function list(run: CommandRun, options: ConflictsCommandOptions): Promise<ExitCode> {
  return run.withStore("read", async (store) => {
    const { session, from: sourceType, to: targetType, kind: kinds, limit } = options;
    const sessionId = session === undefined ? undefined : (await resolveSession(store, session)).id;
    let read: ConflictsProgress = { identifiers: 0, compared: 0 };
    const onProgress = (it: ConflictsProgress): void => {
      read = it;
    };
    const walk = conflicts(store, { sessionId, sourceType, targetType }, { kinds, onProgress });
    const found = new Limited(walk, limit);
    if ((await found.isEmpty()) && read.identifiers === 0) await checkTypes(store, [sourceType, targetType]);
    if (run.output.isJson) {
      const head = { sessionId: sessionId ?? null };
      await writeJsonList(run.output, head, "conflicts", found, () => {
        const { hasMore } = found;
        return { hasMore, ...(hasMore ? { identifiers: null, compared: null } : read) };
      });
      return EXIT.fine;
    }
    let shown = 0;
    for await (const conflict of found) {
      await run.output.write(conflictText(conflict));
      shown += 1;
    }
    run.output.note(found.hasMore ? `the first ${amount(shown, "conflict")}` : summary(shown, read, kinds));
    if (found.hasMore) run.output.note(moreText(shown));
    return EXIT.fine;
  });
}

/**
 * The number of conflicts and of identifiers compared: without any comparison, no conflicts would not mean agreement.
 */
function summary(
  shown: number,
  { compared }: ConflictsProgress,
  kinds: readonly ConflictKind[] | undefined,
): string {
  if (compared === 0)
    return "no identifier was answered along more than one path, so there was nothing to compare";
  const among = `${amount(compared, "identifier")} answered along more than one path`;
  if (shown > 0) return `${amount(shown, "conflict")} among ${among}`;
  return kinds === undefined
    ? `no paths disagree on the ${among}`
    : `none is ${kinds.join(" or ")} among ${among}`;
}

function conflictText(conflict: Conflict): string {
  const { sourceType, targetType, kind, shared, paths } = conflict;
  const agreed = shared.items.length === 0 ? "" : `; all say ${shared.items.join(", ")}`;
  const lines = [`${sourceType} ${shownIdentifier(conflict)} → ${targetType}: ${kind}${agreed}`];
  for (const { pathId, targets } of paths) {
    const said = targets.items.map((it) => `${it.targetId} (${it.confidence.toFixed(2)})`).join(", ");
    lines.push(`  ${pathId}: ${said}${targets.truncated ? " …" : ""}`);
  }
  return `${lines.map(printable).join("\n")}\n`;
}
