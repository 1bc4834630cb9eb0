import { shownIdentifier, type Excerpt, type RunReport } from "@waymark/trace-report";

import type { Output } from "../frame/output/output.js";
import { printable } from "../frame/output/printable.js";
import { table } from "../frame/output/table.js";
import { barText } from "./bar-text.js";
import { amount, countText, countedText, durationText, percentText, restText, timeText } from "./format.js";
import { funnelText } from "./funnel-text.js";

/** A report as text; empty sections are left out. */
export function reportText(report: RunReport, output: Output): string {
  const { bold } = output.colors;
  const sections: (readonly [title: string, text: string])[] = [
    ["Outcomes", outcomesText(report, output)],
    ["How far the identifiers came", funnelText(report, output)],
    ["Confidence", confidenceText(report, output)],
    ["Cardinality", cardinalityText(report, output)],
    ["Targets mapped back", validationText(report, output)],
    ["Resources, slowest first", resourcesText(report, output)],
    ["Where branches ended", lossesText(report, output)],
    ["Without a target", unmappedText(report, output)],
    ["Errors", errorsText(report, output)],
  ];
  const told = sections.filter(([, text]) => text !== "");
  return `${[headText(report), ...told.map(([title, text]) => `${bold(title)}\n${text}`)].join("\n\n")}\n`;
}

function headText({ session, timing, identifiers, mapped, cache, ambiguous, notes }: RunReport): string {
  const speed =
    timing.identifiersPerSecond === null
      ? ""
      : `, ${countText(Math.round(timing.identifiersPerSecond))} identifiers a second`;
  const took = timing.durationMs === null ? "" : `, took ${durationText(timing.durationMs)}`;
  const lines = [
    `${session.sourceType} → ${session.targetType}, session ${session.id}`,
    `${session.status}, started ${timeText(session.startedAt)} UTC${took}${speed}`,
    `${amount(identifiers, "distinct identifier")}, of which ${countedText(mapped)} have a target; ` +
      `${countedText(cache.served)} from the cache, ${countedText(ambiguous)} ambiguous`,
  ];
  return [...lines, ...notes.map((it) => `Note: ${it}`)].map(printable).join("\n");
}

function outcomesText({ outcomes }: RunReport, output: Output): string {
  const rows = outcomes
    .filter((it) => it.count > 0)
    .map((it) => [
      it.outcome.replaceAll("_", " "),
      countText(it.count),
      percentText(it.share),
      barText(it.share),
    ]);
  return rows.length === 0 ? "" : table(["outcome", "identifiers", "share", ""], rows, output);
}

function confidenceText({ confidenceBands, targets }: RunReport, output: Output): string {
  if (targets === 0) return "";
  const rows = confidenceBands
    .filter((it) => it.targets.count > 0)
    .toReversed()
    .map((it) => [
      `${it.from.toFixed(1)}–${it.to.toFixed(1)}`,
      countText(it.targets.count),
      percentText(it.targets.share),
      countText(it.identifiers.count),
      barText(it.targets.share),
    ]);
  return table(["confidence", "targets", "share", "best of identifiers", ""], rows, output);
}

function cardinalityText({ cardinalities: it, targets }: RunReport, output: Output): string {
  if (targets === 0) return "";
  const rows = [
    ["1:1", countedText(it.oneToOne)],
    ["1:n", countedText(it.oneToMany)],
    ["n:1", countedText(it.manyToOne)],
    ["n:m", countedText(it.manyToMany)],
  ];
  return table(["cardinality", "targets"], rows, output);
}

function validationText({ validation }: RunReport, output: Output): string {
  const isValidated = validation.some((it) => it.validationStatus !== null);
  if (!isValidated) return "";
  const rows = validation.map((it) => [it.validationStatus ?? "not mapped back", countedText(it)]);
  return table(["validation", "targets"], rows, output);
}

function resourcesText({ resources }: RunReport, output: Output): string {
  const used = resources.items.filter((it) => it.uses > 0);
  if (used.length === 0) return "";
  const rows = used.map((it) => [
    it.resource,
    it.versions.map(({ release }) => release ?? "-").join(", "),
    countText(it.uses),
    countText(it.inputCount),
    countText(it.outputCount),
    durationText(it.p50DurationMs),
    durationText(it.p95DurationMs),
    it.failures.count === 0 ? "" : countedText(it.failures),
  ]);
  const head = ["resource", "release", "uses", "in", "out", "p50", "p95", "failures"];
  return withRest(table(head, rows, output), resources);
}

function lossesText({ losses }: RunReport, output: Output): string {
  if (losses.items.length === 0) return "";
  const shown = losses.items.slice(0, 10);
  const rows = shown.map((it) => [
    it.pathId,
    String(it.step + 1),
    it.resource,
    it.type,
    it.reason.replaceAll("_", " "),
    countText(it.identifiers),
    countText(it.branches),
  ]);
  const head = ["path", "step", "resource", "type", "reason", "identifiers", "branches"];
  return withRest(table(head, rows, output), { ...losses, items: shown });
}

function unmappedText({ unmapped }: RunReport, output: Output): string {
  if (unmapped.items.length === 0) return "";
  const rows = unmapped.items.map((it) => [
    it.outcome === "invalid" ? shownIdentifier(it) : (it.rawIds[0] ?? it.sourceId),
    it.outcome.replaceAll("_", " "),
    it.reason,
  ]);
  return withRest(table(["identifier", "outcome", "reason"], rows, output), unmapped);
}

function errorsText({ errors }: RunReport, output: Output): string {
  if (errors.items.length === 0) return "";
  const rows = errors.items.map((it) => [
    it.code,
    it.pathId ?? "-",
    it.resource ?? "-",
    countText(it.count),
    it.example,
  ]);
  return withRest(table(["error", "path", "resource", "count", "for example"], rows, output), errors);
}

function withRest(text: string, list: Pick<Excerpt<unknown>, "items" | "total">): string {
  const rest = restText(list);
  return rest === "" ? text : `${text}\n… and ${rest}`;
}
