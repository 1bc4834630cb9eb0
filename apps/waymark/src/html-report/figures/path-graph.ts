import { createRequire } from "node:module";

import type * as Dagre from "@dagrejs/dagre";
import type { RunReport } from "@waymark/trace-report";

/** One map of a resource between two types, summed over all paths that use it. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** `resource.map`. */
  readonly name: string;
  readonly in: number;
  readonly out: number;
  /** The line from one type to the other, in px. */
  readonly points: readonly Point[];
  /** Position where its name begins. */
  readonly label: Point;
}

export interface GraphNode extends Point {
  /** A type. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** What the layout computes for an edge: the centre of its label, and a line that avoids other objects. */
interface GraphLabel extends Point {
  readonly width: number;
  readonly points: Point[];
}

export interface PathGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly width: number;
  readonly height: number;
}

/** A CommonJS module whose named exports Node cannot detect. */
const { graphlib, layout } = createRequire(import.meta.url)("@dagrejs/dagre") as typeof Dagre;

const NODE_HEIGHT = 30;
const CHARACTER_WIDTH = 8.5;
const MAX_NAME = 28;

/** Lays out the types, and the steps between them that the paths of a run used, from top to bottom. */
export function pathGraph(report: RunReport): PathGraph {
  const steps = usedSteps(report);
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: "TB", nodesep: 30, ranksep: 55, marginx: 10, marginy: 10 });
  for (const { from, to } of steps) {
    for (const name of [from, to]) {
      graph.setNode(name, { width: shortName(name).length * CHARACTER_WIDTH + 20, height: NODE_HEIGHT });
    }
  }
  for (const { from, to, name } of steps) {
    graph.setEdge(
      from,
      to,
      { width: shortName(name).length * CHARACTER_WIDTH * 0.9, height: 30, labelpos: "r" },
      edgeKey(name),
    );
  }
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    nodes: graph.nodes().map((name: string) => ({ name, ...(graph.node(name) as Omit<GraphNode, "name">) })),
    edges: steps.map((it) => {
      const edge = graph.edge(it.from, it.to, edgeKey(it.name)) as GraphLabel;
      return { ...it, points: edge.points, label: { x: edge.x - edge.width / 2, y: edge.y } };
    }),
    width,
    height,
  };
}

function usedSteps(report: RunReport): Omit<GraphEdge, "points" | "label">[] {
  const steps = new Map<string, { from: string; to: string; name: string; in: number; out: number }>();
  for (const path of report.paths.items) {
    if (path.role === "validation") continue;
    for (const it of path.funnel) {
      if (it.inputType === null || it.outputType === null) continue;
      const name = `${it.resource ?? "?"}${it.map === null ? "" : `.${it.map}`}`;
      const key = JSON.stringify([it.inputType, it.outputType, name]);
      const known = steps.get(key);
      if (known === undefined)
        steps.set(key, { from: it.inputType, to: it.outputType, name, in: it.in, out: it.out });
      else {
        known.in += it.in;
        known.out += it.out;
      }
    }
  }
  return [...steps.values()];
}

/** As shown in the graph; the table beside it has the full name. */
export function shortName(name: string): string {
  return name.length > MAX_NAME ? `${name.slice(0, MAX_NAME - 1)}…` : name;
}

function edgeKey(name: string): string {
  return `by ${name}`;
}
