import type { ProvenanceHop } from "@waymark/trace-core";

import type { Excerpt } from "../shared/excerpt.js";
import { shownIdentifier } from "../shared/invalid-input.js";
import { causePlaceText, causeText } from "./cause-text.js";
import type { ChangedAnswer, ChangedTarget, MappingChange } from "./mapping-change.js";
import type { RunDiff } from "./run-diff.js";

const SIGNS = { gained: "+", lost: "-", changed: "~", outcome: "?" } as const;

/** The difference between two runs as text: what was compared, counts, causes, and the changes in `diff.changes`. */
export function diffText(diff: RunDiff): string {
  const { identifiers, kinds, causes, changes } = diff;
  const counts = kinds.map(({ kind, changes: count }) => `${String(count)} ${kind}`).join(", ");
  return [
    `a  ${sessionText(diff.a)}`,
    `b  ${sessionText(diff.b)}`,
    ...diff.notes,
    "",
    `${String(identifiers.inBoth)} identifiers in both, ${String(identifiers.changed)} of them changed; ` +
      `${String(identifiers.onlyInA)} only in a, ${String(identifiers.onlyInB)} only in b.`,
    `${counts}.`,
    ...(causes.items.length === 0
      ? []
      : ["", "Causes", ...causes.items.map((it) => `${String(it.changes).padStart(8)}  ${it.text}`)]),
    ...more(causes, "causes"),
    ...(changes.items.length === 0 ? [] : ["", "Changes", ...changes.items.map(changeText)]),
    ...more(changes, "changes"),
    "",
  ].join("\n");
}

/** One change with its causes below it. */
export function changeText(change: MappingChange): string {
  const { kind, targetId, a, b, causes } = change;
  const source = shownIdentifier(change);
  const what =
    kind === "outcome"
      ? `${source}: ${outcomeText(a)} → ${outcomeText(b)}`
      : `${source} → ${String(targetId)}${kind === "changed" ? `: ${changedText(change)}` : ""}`;
  return [
    `${SIGNS[kind]} ${what}`,
    ...causes.map((it) => {
      const place = causePlaceText(it);
      return `    ${causeText(it)}${place === null ? "" : `, ${place}`}`;
    }),
  ].join("\n");
}

function changedText({ a, b }: MappingChange): string {
  const [x, y] = [a?.target, b?.target];
  if (!x || !y) return "";
  const said = [
    x.confidence === y.confidence ? null : `confidence ${round(x.confidence)} → ${round(y.confidence)}`,
    x.pathId === y.pathId ? null : `path ${x.pathId} → ${y.pathId}`,
    x.validationStatus === y.validationStatus
      ? null
      : `validation ${String(x.validationStatus)} → ${String(y.validationStatus)}`,
    wayOf(x) === wayOf(y) ? null : `by ${wayOf(x)} → by ${wayOf(y)}`,
  ].filter((it) => it !== null);
  return said.length === 0 ? "another way" : said.join("; ");
}

function wayOf({ hops }: ChangedTarget): string {
  return hops === null ? "an unknown way" : hops.map(hopText).join(" › ");
}

function hopText({ identifier, resource, matchedAs }: ProvenanceHop): string {
  return `${identifier} (${resource}${matchedAs === null ? "" : `, ${matchedAs}`})`;
}

function outcomeText(answer: ChangedAnswer | null): string {
  return answer === null ? "not asked" : answer.outcome;
}

function sessionText({ id, sourceType, targetType, startedAt, status }: RunDiff["a"]): string {
  return `${id}  ${sourceType} → ${targetType}, ${startedAt}, ${status}`;
}

function round(confidence: number): string {
  return confidence.toFixed(2);
}

function more({ items, total, truncated }: Excerpt<unknown>, what: string): string[] {
  if (!truncated) return [];
  return [total === null ? `… and more ${what}` : `… and ${String(total - items.length)} more ${what}`];
}
