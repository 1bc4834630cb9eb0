import type { TopLevelSpec } from "vega-lite";

/** Okabe and Ito's colours, which people tell apart whatever colours they see; dark enough on white for bars. */
export const COLORS = {
  blue: "#0072b2",
  green: "#007a5e",
  orange: "#d55e00",
  yellow: "#b8860b",
  purple: "#9c4f83",
  grey: "#6b7280",
  pale: "#cbd5e1",
} as const;

/** The width at which charts are drawn, in px: that of a small phone, so that their text is never scaled down there. */
export const CHART_WIDTH = 330;

const CONFIG = {
  font: "system-ui, -apple-system, 'Segoe UI', sans-serif",
  background: "transparent",
  view: { stroke: null },
  axis: {
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: "normal",
    labelColor: "#374151",
    titleColor: "#374151",
    gridColor: "#e5e7eb",
    domainColor: "#9ca3af",
    tickColor: "#9ca3af",
    labelLimit: 160,
  },
  legend: { labelFontSize: 12, title: null, orient: "top", labelLimit: 200 },
} as const;

/**
 * Draws a chart as SVG that scales with its place. The libraries are loaded when the first chart is drawn.
 *
 * @param label what the chart shows, for who does not see it
 */
export async function drawChart(spec: TopLevelSpec, label: string): Promise<string> {
  const [{ compile }, { parse, View }] = await Promise.all([import("vega-lite"), import("vega")]);
  const view = new View(parse(compile({ ...spec, config: { ...CONFIG, ...spec.config } }).spec), {
    renderer: "none",
  });
  try {
    const svg = await view.toSVG();
    const width = Number(/ width="([\d.]+)"/.exec(svg)?.[1]);
    // It shrinks with its place, and does not grow with it, or its text would.
    return svg.replace(
      /^<svg /,
      `<svg role="img" aria-label="${attribute(label)}" style="max-width:${width.toFixed()}px" `,
    );
  } finally {
    view.finalize();
  }
}

function attribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
