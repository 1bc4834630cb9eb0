import { answerText } from "./answer-text.js";
import { mappingText } from "./mapping-text.js";
import { secondaryText } from "./secondary-text.js";
import { invalidSourceId, isInvalidSourceId } from "@waymark/trace-core";

import { count, joined, quoted } from "../../shared/words.js";
import type { Explanation, ExplainedMapping } from "../explanation.js";

/**
 * The explanation in plain sentences, for a terminal or as material for a methods section. It says only what the
 * explanation contains. Lines end with `\n`; details are indented by two spaces per level.
 */
export function explanationText(explanation: Explanation): string {
  const { answers, secondaryUses, mappingsFrom, mappingsTo } = explanation;
  const lines = [...headLines(explanation)];
  const told = new Set<string>();
  const sessions = new Map(explanation.sessions.items.map((it) => [it.id, it]));
  let pair = "";
  for (const answer of answers.items) {
    const key = `${answer.sourceType}\0${answer.targetType}`;
    const isNewest = key !== pair;
    pair = key;
    lines.push(...answerText(answer, { isNewest, mappings: mappingsFrom.items, sessions, told }));
  }
  if (answers.truncated)
    lines.push(`There are more answers than are shown here${ofTotal(answers.total)}.`, "");

  lines.push(...secondaryText(explanation));

  const others = mappingsFrom.items.filter((it) => !told.has(it.mappingId));
  const shown = nameOf(explanation);
  const besides =
    answers.items.length + secondaryUses.items.length > 0 ? "In addition, the trace" : "The trace";
  lines.push(
    ...mappingLines(others, sessions, (n) => `${besides} has ${count(n, "mapping")} from ${shown}:`),
  );
  if (mappingsFrom.truncated)
    lines.push(`There are more mappings from it than are shown here${ofTotal(mappingsFrom.total)}.`, "");
  lines.push(
    ...mappingLines(
      mappingsTo.items,
      sessions,
      (n) => `${count(n, "mapping leads", "mappings lead")} to ${shown}:`,
    ),
  );
  if (mappingsTo.truncated)
    lines.push(`There are more mappings to it than are shown here${ofTotal(mappingsTo.total)}.`, "");
  while (lines.at(-1) === "") lines.pop();
  return `${lines.map(onOneLine).join("\n")}\n`;
}

/** The trace identifies an input that cannot be an identifier only by a hash, which nobody can read. */
function nameOf({ asked, identifier }: Explanation): string {
  return isInvalidSourceId(identifier) ? quoted(asked) : identifier;
}

/** Identifiers may contain line breaks. */
function onOneLine(line: string): string {
  return line.replaceAll("\n", "\\n").replaceAll("\r", "\\r");
}

function* headLines({
  asked,
  identifier,
  type,
  targetType,
  sessionId,
  isKnown,
  suggestions,
  secondaryUses,
}: Explanation): Generator<string> {
  if (isKnown) {
    const isOther = identifier !== asked && identifier !== invalidSourceId(asked);
    if (isOther) yield `${quoted(asked)} is known to the trace as ${identifier}.`;
    if (suggestions.length > 0)
      yield `Together with ${isOther ? "other " : ""}secondary identifiers, it is known as ${joined(suggestions)}.`;
    if (isOther || suggestions.length > 0) yield "";
    return;
  }
  const where = [
    type === null ? "" : ` as ${type}`,
    targetType === null ? "" : ` with ${targetType}`,
    sessionId === null ? "" : ` in session ${sessionId}`,
  ].join("");
  yield `The trace does not know ${quoted(asked)}${where}: it was never an input, and nothing was mapped to it.`;
  if (secondaryUses.sessionsSearched > 0)
    yield `It may have been a secondary identifier: one that led nowhere is usually not recorded${secondaryUses.truncated ? ", and not all rows were searched" : ""}.`;
  if (suggestions.length > 0) yield `It does know ${joined(suggestions)}.`;
}

function* mappingLines(
  mappings: readonly ExplainedMapping[],
  sessions: Parameters<typeof mappingText>[1],
  heading: (count: number) => string,
): Generator<string> {
  if (mappings.length === 0) return;
  yield heading(mappings.length);
  for (const it of mappings) yield* mappingText(it, sessions);
  yield "";
}

function ofTotal(total: number | null): string {
  return total === null ? "" : ` (${String(total)} in all)`;
}
