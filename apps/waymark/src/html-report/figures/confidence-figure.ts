import type { RunReport } from "@waymark/trace-report";

import { CHART_WIDTH, COLORS, drawChart } from "../draw-chart.js";
import type { Figure } from "../figure.js";
import { counted, shareText } from "../number-text.js";

/** The confidence of targets and identifiers. */
export async function confidenceFigure(report: RunReport): Promise<Figure | null> {
  if (report.targets === 0) return null;
  const rows = report.confidenceBands.map((it) => ({
    band: `${it.from.toFixed(1)} to ${it.to.toFixed(1)}`,
    from: it.from,
    to: it.to,
    targets: it.targets.count,
    identifiers: it.identifiers.count,
    targetShare: it.targets.share,
  }));
  const shown = rows.filter((it) => it.targets > 0);
  const chart = await drawChart(
    {
      width: CHART_WIDTH - 60,
      height: 170,
      data: { values: rows },
      mark: { type: "rect", color: COLORS.blue, stroke: "white" },
      encoding: {
        x: {
          field: "from",
          type: "quantitative",
          scale: { domain: [0, 1] },
          axis: { title: "confidence", values: [0, 0.2, 0.4, 0.6, 0.8, 1], format: ".1f", grid: false },
        },
        x2: { field: "to" },
        y2: { datum: 0 },
        y: { field: "targets", type: "quantitative", axis: { title: "targets", tickCount: 4, format: ",d" } },
      },
    },
    `Targets by confidence: ${shown.map((it) => `${it.band} ${shareText(it.targetShare)}`).join(", ")}`,
  );
  return {
    title: "Confidence",
    caption: `Of ${counted(report.targets, "target")}: the product of the confidences of all hops, 0 to 1.`,
    chart,
    table: {
      columns: ["confidence", "targets", "share", "identifiers by their best target"],
      rows: shown.map((it) => [it.band, it.targets, shareText(it.targetShare), it.identifiers]),
    },
  };
}
