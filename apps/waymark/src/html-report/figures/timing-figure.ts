import type { RunReport } from "@waymark/trace-report";

import { CHART_WIDTH, COLORS, drawChart } from "../draw-chart.js";
import type { Figure } from "../figure.js";
import { durationText, shareText } from "../number-text.js";

/** Maximum number of resources drawn, the slowest first. */
const MAX_RESOURCES = 12;

/** How long each resource took for a batch, and how often it failed. */
export async function timingFigure(report: RunReport): Promise<Figure | null> {
  const used = report.resources.items
    .flatMap((it) =>
      it.p50DurationMs === null || it.p95DurationMs === null
        ? []
        : [{ ...it, p50DurationMs: it.p50DurationMs, p95DurationMs: it.p95DurationMs }],
    )
    .slice(0, MAX_RESOURCES);
  if (used.length === 0) return null;
  const chart = await drawChart(
    {
      width: CHART_WIDTH - 170,
      height: { step: 30 },
      data: {
        values: used.flatMap((it) => [
          { resource: it.resource, ms: it.p95DurationMs, what: "p95" },
          { resource: it.resource, ms: it.p50DurationMs, what: "p50" },
        ]),
      },
      encoding: {
        y: {
          field: "resource",
          type: "nominal",
          sort: null,
          axis: { title: null, ticks: false, domain: false, labelLimit: 150 },
        },
        // One bar in front of the other: both begin at 0.
        x: {
          field: "ms",
          type: "quantitative",
          stack: null,
          axis: { title: "ms per batch", tickCount: 3, format: "~s" },
        },
        color: {
          field: "what",
          scale: { domain: ["p50", "p95"], range: [COLORS.blue, COLORS.pale] },
          legend: { orient: "top" },
        },
      },
      mark: { type: "bar", height: 16 },
    },
    `Time per batch: ${used.map((it) => `${it.resource} p50 ${durationText(it.p50DurationMs)}, p95 ${durationText(it.p95DurationMs)}`).join("; ")}`,
  );
  return {
    title: "Time and reliability of resources",
    caption: "Half of all batches took at most p50, 95 of 100 at most p95.",
    chart,
    table: {
      columns: ["resource", "batches", "p50", "p95", "total", "failed"],
      rows: used.map((it) => [
        it.resource,
        it.uses,
        durationText(it.p50DurationMs),
        durationText(it.p95DurationMs),
        durationText(it.totalDurationMs),
        it.failures.count === 0 ? "none" : `${String(it.failures.count)} (${shareText(it.failures.share)})`,
      ]),
    },
  };
}
