import type { MappingResult, MappingRunResult } from "@waymark/executor";
import { isInMemory } from "@waymark/open-store";
import type { Outcome } from "@waymark/trace-core";

import { hopText } from "./hop-text.js";
import { plainTable } from "./plain-table.js";

/** Maximum number of inputs for which all are shown; otherwise, only some for each outcome. */
const SHOWN_ALL = 100;
const SHOWN_EACH = 5;
const SHOWN_TARGETS = 2;

export interface ResultTextOptions {
  readonly store: string;
  readonly warnings: readonly string[];
  readonly output: string | null;
}

/** The result of a run as text. */
export function resultText(result: MappingRunResult, options: ResultTextOptions): string {
  const { session, results, hops } = result;
  return [
    `${session.sourceType} → ${session.targetType}, session ${session.id}`,
    "",
    ...resultRows(results),
    "",
    "How far the identifiers came, step by step",
    hopText(hops),
    "",
    summaryText(result),
    ...options.warnings.map((it) => `Note: ${it}`),
    ...(options.output === null ? [] : [`The result was written to ${options.output}`]),
    isInMemory(options.store)
      ? "The trace was in memory, and is gone."
      : `The trace is in ${options.store}; show it again with --session ${session.id}`,
    "",
  ].join("\n");
}

function resultRows(results: readonly MappingResult[]): string[] {
  const chosen = results.length <= SHOWN_ALL ? results : someOfEach(results);
  const rows = chosen.map((it) => {
    const [best] = it.targets;
    return [
      shorten(it.raw),
      label(it),
      targetsText(it),
      best?.confidence.toFixed(2) ?? "",
      best === undefined ? "" : String(best.hopCount),
      howText(it),
    ];
  });
  const left = results.length - chosen.length;
  return [
    plainTable(["input", "outcome", "targets", "conf.", "hops", "matched as, by path"], rows),
    ...(left > 0 ? [`… and ${String(left)} more; use --output FILE.tsv or --json for all of them`] : []),
  ];
}

function someOfEach(results: readonly MappingResult[]): MappingResult[] {
  const taken = new Map<Outcome, number>();
  return results.filter(({ outcome: { outcome } }) => {
    const count = taken.get(outcome) ?? 0;
    taken.set(outcome, count + 1);
    return count < SHOWN_EACH;
  });
}

function label({ outcome }: MappingResult): string {
  const marks = [
    ...(outcome.isAmbiguous ? ["ambiguous"] : []),
    ...(outcome.isProvisional ? ["provisional"] : []),
  ];
  const name = outcome.outcome.replaceAll("_", " ");
  return marks.length === 0 ? name : `${name} (${marks.join(", ")})`;
}

function targetsText({ targets }: MappingResult): string {
  const shown = targets.slice(0, SHOWN_TARGETS).map((it) => it.id);
  const more = targets.length - shown.length;
  return shown.join(", ") + (more > 0 ? ` +${String(more)} more` : "");
}

function howText({ outcome, targets, invalidReason }: MappingResult): string {
  if (invalidReason !== null) return invalidReason;
  const [best] = targets;
  if (best !== undefined) return [outcome.matchedAs, best.pathId].filter((it) => it !== null).join(", ");
  const deepest = outcome.losses.reduce<(typeof outcome.losses)[number] | undefined>(
    (a, b) => (a === undefined || b.step > a.step ? b : a),
    undefined,
  );
  if (deepest === undefined) return "";
  return `${deepest.reason.replaceAll("_", " ")} at ${deepest.type} ${deepest.identifier} in ${deepest.resource}`;
}

function summaryText({ summary, session, results }: MappingRunResult): string {
  const parts: [number, string][] = [
    [summary.mapped, "mapped"],
    [summary.mappedToMany, "mapped to many"],
    [summary.notFound, "not found"],
    [summary.unresolved, "unresolved"],
    [summary.obsolete, "obsolete"],
    [summary.filtered, "filtered"],
    [summary.invalid, "invalid"],
  ];
  const counts = parts.filter(([count]) => count > 0).map(([count, name]) => `${String(count)} ${name}`);
  const time =
    summary.durationMs < 1_000
      ? `${String(Math.round(summary.durationMs))} ms`
      : `${(summary.durationMs / 1_000).toFixed(1)} s`;
  const sessions = new Set(results.filter((it) => it.servedFrom === "cache").map((it) => it.answeredBy));
  const from =
    sessions.size === 1 ? ` of session ${[...sessions].join("")}` : ` of ${String(sessions.size)} sessions`;
  const cache =
    summary.fromCache === 0
      ? "None of them was answered from the cache."
      : `${String(summary.fromCache)} of them were answered from the cache${from}.`;
  return `${String(summary.inputs)} identifiers in ${time}, ${session.status}: ${counts.join(", ")}.\n${cache}`;
}

function shorten(raw: string): string {
  const text = JSON.stringify(raw).slice(1, -1);
  return text.length <= 24 ? text : `${text.slice(0, 23)}…`;
}
