import { isInvalidSourceId } from "@waymark/trace-core";

import { shownIdentifier } from "../../shared/invalid-input.js";
import { count, day, joinedUpTo } from "../../shared/words.js";
import type { Explanation, SecondaryUse } from "../explanation.js";
import { lossText } from "./answer-text.js";

const MAX_TOLD = 10;

/** The rows of which the identifier was a secondary identifier. */
export function* secondaryText({ identifier, secondaryUses }: Explanation): Generator<string> {
  const { items, total, truncated } = secondaryUses;
  if (items.length === 0) return;
  const rows = truncated ? "rows, not all of which are shown here" : count(total ?? items.length, "row");
  yield `${identifier} was never an input itself; it was tried as a secondary identifier for ${rows}:`;
  for (const it of items) {
    yield `  Beside ${rowText(it)} → ${it.targetType}, as ${it.type}, in session ${it.sessionId} of ${day(it.recordedAt)}: ${answerText(it)}`;
    for (const loss of it.losses) yield `    ${lossText(loss)}`;
  }
  yield "";
}

function rowText(row: SecondaryUse): string {
  const name = isInvalidSourceId(row.sourceId) ? ` (known to the trace as ${row.sourceId})` : "";
  return `${row.sourceType} ${shownIdentifier(row)}${name}`;
}

function answerText({ targetIds, outcome }: SecondaryUse): string {
  if (targetIds.length > 0) {
    const weakly = outcome === "filtered" ? ", below the requested confidence" : "";
    return `it led to ${joinedUpTo(targetIds, MAX_TOLD)}${weakly}.`;
  }
  const row =
    outcome === "mapped" || outcome === "mapped_to_many"
      ? "mapped by other identifiers"
      : outcome.replaceAll("_", " ");
  return `it led nowhere, and the row is ${row}.`;
}
