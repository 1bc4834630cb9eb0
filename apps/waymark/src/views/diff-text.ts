import {
  causePlaceText,
  causeText,
  type ChangedAnswer,
  type MappingChange,
  type RunDiff,
} from "@waymark/trace-report";

import type { Output } from "../frame/output.js";
import { printable } from "../frame/printable.js";
import { table } from "../frame/table.js";
import { amount, countText, timeText } from "./format.js";

/** How two runs differ, for people. */
export function diffText(diff: RunDiff, output: Output): string {
  const { bold } = output.colors;
  const { a, b, identifiers, kinds, causes, changes, notes } = diff;
  const total = kinds.reduce((sum, it) => sum + it.changes, 0);
  const head = [
    `${a.sourceType} → ${a.targetType}`,
    `a: session ${a.id}, ${a.status}, ${timeText(a.startedAt)} UTC`,
    `b: session ${b.id}, ${b.status}, ${timeText(b.startedAt)} UTC`,
    `${amount(identifiers.inBoth, "identifier")} in both, of which ${countText(identifiers.changed)} differ; ` +
      `${countText(identifiers.onlyInA)} only in a, ${countText(identifiers.onlyInB)} only in b`,
    ...notes.map((it) => `Note: ${it}`),
  ].map(printable);
  if (total === 0) return `${head.join("\n")}\n\nNothing else differs.\n`;
  const sections = [
    head.join("\n"),
    `${bold("Changes")}\n${kinds
      .filter((it) => it.changes > 0)
      .map((it) => `${it.kind.padEnd(8)} ${countText(it.changes)}`)
      .join("\n")}`,
    `${bold("Causes")}\n${withRest(
      table(
        ["changes", "cause"],
        causes.items.map((it) => [countText(it.changes), it.text]),
        output,
      ),
      causes.cut,
    )}`,
    `${bold("One by one")}\n${withRest(
      table(["", "identifier", "target", "a", "b", "cause"], changes.items.map(changeRow), output),
      changes.cut,
    )}`,
  ];
  return `${sections.join("\n\n")}\n`;
}

const MARKS = { gained: "+", lost: "-", changed: "~", outcome: "≠" } as const;

function changeRow(change: MappingChange): string[] {
  const causes = change.causes.map((it) =>
    [causeText(it), causePlaceText(it)].filter((text) => text !== null),
  );
  return [
    MARKS[change.kind],
    change.sourceId,
    change.targetId ?? "",
    answerText(change.a),
    answerText(change.b),
    causes.map((it) => it.join(" ")).join("; "),
  ];
}

function answerText(answer: ChangedAnswer | null): string {
  if (answer === null) return "not asked";
  if (answer.target === null) return answer.outcome.replaceAll("_", " ");
  return `${answer.target.confidence.toFixed(2)} by ${answer.target.pathId}`;
}

function withRest(text: string, cut: number): string {
  return cut === 0 ? text : `${text}\n… and ${countText(cut)} more (--limit, --json)`;
}
