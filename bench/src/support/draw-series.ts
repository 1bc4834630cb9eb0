import type { TopLevelSpec } from "vega-lite";

import type { Result } from "./result.js";

const COLOR = "#0072b2";

/**
 * Draws the curves of all results that have one as SVG, one below another. The axes begin at 0, so that a flat curve
 * looks flat.
 *
 * @returns null if no result has a curve
 */
export async function drawSeries(results: readonly Result[]): Promise<string | null> {
  const curves = results.filter((it) => (it.series?.length ?? 0) > 0);
  if (curves.length === 0) return null;
  // Only loaded if there is something to draw.
  const [{ compile }, { parse, View }] = await Promise.all([import("vega-lite"), import("vega")]);
  const spec: TopLevelSpec = {
    background: "white",
    config: { font: "system-ui, sans-serif", view: { stroke: null } },
    vconcat: curves.map(({ name, unit, series = [] }) => ({
      title: { text: name, anchor: "start" },
      width: 560,
      height: 160,
      data: { values: series.map(([size, value]) => ({ size, value })) },
      mark: { type: "line", point: true, color: COLOR },
      encoding: {
        x: {
          field: "size",
          type: "quantitative",
          title: "mappings in the store",
          axis: { format: "~s" },
          scale: { zero: true },
        },
        y: {
          field: "value",
          type: "quantitative",
          title: unit,
          axis: { format: "~s" },
          scale: { zero: true },
        },
      },
    })),
  };
  const view = new View(parse(compile(spec).spec), { renderer: "none" });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}
