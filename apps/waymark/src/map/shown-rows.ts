import { cutText } from "@waymark/trace-core";

import type { CommandRun } from "../frame/command-run.js";
import { table } from "../frame/output/table.js";
import type { AnsweredRow } from "../result/answered-row.js";
import type { RowOutput } from "./row-output.js";

/** Number of rows that fit on a screen. */
const SHOWN = 40;
const TARGETS_SHOWN = 3;

/** Shows the first rows as a table on a terminal. */
export class ShownRows implements RowOutput {
  private readonly lines: string[][] = [];
  private left = 0;

  constructor(private readonly run: CommandRun) {}

  async write({ row, answers }: AnsweredRow): Promise<void> {
    for (const { targetType, result, targets, currentLabel, reason } of answers) {
      if (this.lines.length >= SHOWN) {
        this.left += 1;
        continue;
      }
      const shown = targets.slice(0, TARGETS_SHOWN).map((it) => it.id);
      const more = targets.length - shown.length;
      const [best] = targets;
      const isRenamed = currentLabel !== null && currentLabel !== result.identifier;
      this.lines.push([
        shorten(row.identifier),
        ...(answers.length > 1 ? [targetType] : []),
        result.outcome.outcome.replaceAll("_", " ") + (result.outcome.isAmbiguous ? " (ambiguous)" : ""),
        shown.join(", ") + (more > 0 ? ` +${String(more)}` : ""),
        best?.confidence.toFixed(2) ?? "",
        (result.outcome.matchedAs ?? "") + (isRenamed ? `, now ${currentLabel}` : ""),
        reason,
      ]);
    }
  }

  async commit(): Promise<void> {
    const { output } = this.run;
    const types = (this.lines[0]?.length ?? 0) > 6 ? ["to"] : [];
    const head = ["input", ...types, "outcome", "targets", "conf.", "matched as", "why"];
    await output.write(`${table(head, this.lines, output)}\n`);
    if (this.left > 0)
      await output.write(`… and ${String(this.left)} more: --output FILE.tsv writes all of them\n`);
  }

  async discard(): Promise<void> {
    this.lines.length = 0;
  }
}

function shorten(raw: string): string {
  return raw.length <= 24 ? raw : `${cutText(raw, 23)}…`;
}
