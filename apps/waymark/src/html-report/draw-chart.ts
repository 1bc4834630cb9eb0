import type { TopLevelSpec } from "vega-lite";

/** Colours by Okabe and Ito, which colour-blind readers can distinguish; dark enough for bars on white. */
export const COLORS = {
  blue: "#0072b2",
  green: "#007a5e",
  orange: "#d55e00",
  yellow: "#b8860b",
  purple: "#9c4f83",
  grey: "#6b7280",
  pale: "#cbd5e1",
} as const;

/** Width of charts, in px: that of a small phone, so that their text is never scaled down. */
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
 * Draws a chart as an SVG that scales with its container. The libraries are loaded with the first chart.
 *
 * @param label describes the chart to users who cannot see it
 */
export async function drawChart(spec: TopLevelSpec, label: string): Promise<string> {
  const [{ compile }, { parse, View }] = await Promise.all([import("vega-lite"), import("vega")]);
  const view = new View(parse(compile({ ...spec, config: { ...CONFIG, ...spec.config } }).spec), {
    renderer: "none",
  });
  try {
    const svg = await view.toSVG();
    const width = Number(/ width="([\d.]+)"/.exec(svg)?.[1]);
    // Scales down with its container, but not up, which would enlarge its text.
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
