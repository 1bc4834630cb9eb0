import type { PathTrend, ResourceTrend } from "@waymark/trace-report";

import type { PathsDocument } from "../documents/paths-document.js";
import type { Output } from "../frame/output/output.js";
import { table } from "../frame/output/table.js";
import { countText, durationText, percentText, timeText } from "./format.js";

/** The performance of paths and resources as text: totals first, then, on request, each period. */
export function pathsText({ paths, resources }: PathsDocument, output: Output): string {
  const { bold } = output.colors;
  const pathRows = paths.flatMap((it) => rowsOf(it.pathId, it, pathCells));
  const resourceRows = resources.flatMap((it) => rowsOf(it.resource, it, resourceCells));
  const times = ["p50", "p95", "failures"];
  const sections = [
    `${bold("Paths")}\n${table(["path", "batches", "in", "mapped", "yield", ...times], pathRows, output)}`,
    `${bold("Resources")}\n${table(["resource", "uses", "in", "out", ...times], resourceRows, output)}`,
  ];
  return `${sections.join("\n\n")}\n`;
}

function rowsOf<T extends PathTrend["total"] | ResourceTrend["total"]>(
  name: string,
  { total, buckets }: { readonly total: T; readonly buckets: readonly (T & { readonly since: string })[] },
  cells: (it: T) => string[],
): string[][] {
  const parts = buckets.map((it) => [`  ${timeText(it.since).slice(0, 16)}`, ...cells(it)]);
  return [[name, ...cells(total)], ...parts];
}

function pathCells(it: PathTrend["total"]): string[] {
  const share = it.yield === null ? "-" : percentText(it.yield);
  return [countText(it.runs), countText(it.inputCount), countText(it.outputCount), share, ...timeCells(it)];
}

function resourceCells(it: ResourceTrend["total"]): string[] {
  return [countText(it.runs), countText(it.inputCount), countText(it.outputCount), ...timeCells(it)];
}

function timeCells(it: PathTrend["total"] | ResourceTrend["total"]): string[] {
  return [
    durationText(it.p50DurationMs),
    durationText(it.p95DurationMs),
    it.failures === 0 ? "" : `${countText(it.failures)} (${percentText(it.failureShare)})`,
  ];
}
