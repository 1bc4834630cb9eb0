import type { Outcome } from "@waymark/trace-core";
import type { RunReport } from "@waymark/trace-report";

import { CHART_WIDTH, COLORS, drawChart } from "../draw-chart.js";
import type { Figure } from "../figure.js";
import { counted, shareText } from "../number-text.js";

/** The name, meaning and colour of each outcome. */
const OUTCOMES: Readonly<Record<Outcome, { name: string; meaning: string; color: string }>> = {
  mapped: { name: "mapped", meaning: "one target", color: COLORS.blue },
  mapped_to_many: { name: "mapped to many", meaning: "several targets, all kept", color: COLORS.green },
  not_found: { name: "not found", meaning: "every resource was asked, none knew it", color: COLORS.grey },
  unresolved: {
    name: "unresolved",
    meaning: "something failed, so the answer is unknown",
    color: COLORS.orange,
  },
  obsolete: { name: "obsolete", meaning: "withdrawn without a successor", color: COLORS.purple },
  filtered: { name: "filtered", meaning: "only below the requested confidence", color: COLORS.yellow },
  invalid: { name: "invalid", meaning: "breaks its type's rules", color: COLORS.pale },
};

/** The number of identifiers by outcome. */
export async function outcomeFigure(report: RunReport): Promise<Figure | null> {
  const rows = report.outcomes
    .filter((it) => it.count > 0)
    .map((it) => ({ ...OUTCOMES[it.outcome], count: it.count, share: it.share }))
    .sort((a, b) => b.count - a.count);
  if (rows.length === 0) return null;
  const label = rows.map((it) => `${it.name} ${shareText(it.share)}`).join(", ");
  const chart = await drawChart(
    {
      width: CHART_WIDTH - 170,
      height: { step: 30 },
      data: { values: rows.map((it) => ({ ...it, text: shareText(it.share) })) },
      encoding: {
        y: { field: "name", type: "nominal", sort: null, axis: { title: null, ticks: false, domain: false } },
        x: { field: "count", type: "quantitative", axis: null },
      },
      layer: [
        {
          mark: { type: "bar", height: 20 },
          encoding: { color: { field: "color", scale: null } },
        },
        { mark: { type: "text", align: "left", dx: 5, fontSize: 12 }, encoding: { text: { field: "text" } } },
      ],
    },
    `Outcomes: ${label}`,
  );
  return {
    title: "Outcomes",
    caption: `What became of ${counted(report.identifiers, "distinct identifier")}.`,
    chart,
    table: {
      columns: ["outcome", "meaning", "identifiers", "share"],
      rows: rows.map((it) => [it.name, it.meaning, it.count, shareText(it.share)]),
    },
  };
}
