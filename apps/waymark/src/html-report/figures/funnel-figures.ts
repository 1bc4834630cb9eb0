import type { FunnelStep, PathUse, RunReport } from "@waymark/trace-report";

import { CHART_WIDTH, COLORS, drawChart } from "../draw-chart.js";
import type { Figure } from "../figure.js";
import { countText, counted, shareText } from "../number-text.js";

/** Maximum number of paths drawn; further ones are only in the page's table of paths. */
const MAX_FUNNELS = 8;

/** How far identifiers got along each path, step by step. */
export async function funnelFigures(report: RunReport): Promise<Figure[]> {
  const used = report.paths.items.filter((it) => it.funnel.length > 0);
  return Promise.all(used.slice(0, MAX_FUNNELS).map(funnelFigure));
}

async function funnelFigure({ pathId, funnel, role }: PathUse): Promise<Figure> {
  const rows = funnel.flatMap((it) => {
    const name = stepName(it);
    return [
      { name, part: "got through", count: it.out, color: COLORS.blue, order: 0 },
      { name, part: "ended here", count: it.in - it.out, color: COLORS.orange, order: 1 },
    ];
  });
  const texts = funnel.map((it) => ({ name: stepName(it), count: it.in, text: countText(it.out) }));
  const first = funnel[0]?.in ?? 0;
  const last = funnel.at(-1)?.out ?? 0;
  const chart = await drawChart(
    {
      width: CHART_WIDTH - 75,
      height: { step: 46 },
      encoding: {
        y: { field: "name", type: "nominal", sort: null, axis: null },
        x: { field: "count", type: "quantitative", axis: null },
      },
      layer: [
        {
          data: { values: rows },
          mark: { type: "bar", height: 18, yOffset: 9 },
          encoding: { color: { field: "color", scale: null }, order: { field: "order" } },
        },
        {
          data: { values: texts },
          mark: { type: "text", align: "left", dx: 5, dy: 9, fontSize: 12 },
          encoding: { text: { field: "text" } },
        },
        {
          data: { values: texts },
          mark: {
            type: "text",
            align: "left",
            dy: -11,
            fontSize: 12,
            fontWeight: "bold",
          },
          encoding: { x: { value: 0 }, text: { field: "name" } },
        },
      ],
    },
    `${pathId}: ${funnel.map((it) => `${stepName(it)} ${countText(it.in)} in, ${countText(it.out)} out`).join("; ")}`,
  );
  return {
    title: `Path ${pathId}`,
    caption:
      `${counted(first, "identifier")} set out${role === "secondary" ? " by a secondary type" : ""}; ` +
      `${countText(last)} (${shareText(first === 0 ? 0 : last / first)}) completed the last step shown. ` +
      "Blue: got through. Orange: ended there.",
    chart,
    table: {
      columns: ["step", "by", "in", "out", "share"],
      rows: funnel.map((it) => [
        it.step + 1,
        stepName(it),
        it.in,
        it.out,
        shareText(it.in === 0 ? 0 : it.out / it.in),
      ]),
    },
  };
}

/** `1  HGNC_SYMBOL → HGNC_ID by hgnc.symbol`. */
function stepName({ step, resource, map, direction, inputType, outputType }: FunnelStep): string {
  const by = `${resource ?? "?"}${map === null ? "" : `.${map}`}${direction === "reverse" ? " (reverse)" : ""}`;
  return inputType === null || outputType === null
    ? `${String(step + 1)}  ${by}`
    : `${String(step + 1)}  ${inputType} → ${outputType} by ${by}`;
}
