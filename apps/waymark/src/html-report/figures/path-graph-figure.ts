import type { RunReport } from "@waymark/trace-report";

import { COLORS, drawChart } from "../draw-chart.js";
import type { Figure } from "../figure.js";
import { countText, shareText } from "../number-text.js";
import { pathGraph, shortName } from "./path-graph.js";

/** The steps that identifiers took, from type to type. */
export async function pathGraphFigure(report: RunReport): Promise<Figure | null> {
  const { nodes, edges, width, height } = pathGraph(report);
  if (edges.length === 0) return null;
  const most = Math.max(1, ...edges.map((it) => it.out));
  const place = { x: position("x", [0, width]), y: position("y", [height, 0]) };
  const chart = await drawChart(
    {
      width,
      height,
      layer: [
        {
          data: {
            values: edges.flatMap(({ points, out }, edge) =>
              points.map(({ x, y }, order) => ({
                x,
                y,
                edge,
                order,
                weight: 1.5 + 6 * Math.sqrt(out / most),
              })),
            ),
          },
          mark: { type: "line", color: COLORS.pale, interpolate: "basis", strokeCap: "butt" },
          encoding: {
            ...place,
            detail: { field: "edge" },
            order: { field: "order" },
            strokeWidth: { field: "weight", type: "quantitative", scale: null, legend: null },
          },
        },
        {
          data: {
            values: edges.map(({ label, name, in: came, out }) => ({
              ...label,
              text: [shortName(name), `${countText(came)} → ${countText(out)}`],
            })),
          },
          mark: { type: "text", align: "left", fontSize: 12, lineHeight: 15, color: "#374151", dy: -4 },
          encoding: { ...place, text: { field: "text" } },
        },
        {
          data: {
            values: nodes.map((it) => ({
              x: it.x - it.width / 2,
              x2: it.x + it.width / 2,
              y: it.y - it.height / 2,
              y2: it.y + it.height / 2,
            })),
          },
          mark: { type: "rect", cornerRadius: 6, color: "#eff6ff", stroke: COLORS.blue },
          encoding: { ...place, x2: { field: "x2" }, y2: { field: "y2" } },
        },
        {
          data: { values: nodes.map((it) => ({ ...it, name: shortName(it.name) })) },
          mark: { type: "text", fontSize: 12, fontWeight: "bold", color: "#1f2937" },
          encoding: { ...place, text: { field: "name" } },
        },
      ],
    },
    `Steps: ${edges.map((it) => `${it.from} to ${it.to} by ${it.name}, ${countText(it.in)} in, ${countText(it.out)} out`).join("; ")}`,
  );
  return {
    title: "Paths taken",
    caption:
      "Types and the maps between them; beside each, how many identifiers came to it and how many got through, over all paths.",
    chart,
    table: {
      columns: ["from", "to", "by", "in", "out", "share"],
      rows: edges.map((it) => [
        it.from,
        it.to,
        it.name,
        it.in,
        it.out,
        shareText(it.in === 0 ? 0 : it.out / it.in),
      ]),
    },
  };
}

/** An invisible axis: values are positions in the drawing. */
function position<F extends "x" | "y">(field: F, domain: number[]) {
  return { field, type: "quantitative" as const, scale: { domain, nice: false }, axis: null };
}
