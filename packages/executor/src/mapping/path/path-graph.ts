import { compareBytes, type Relation } from "@waymark/trace-core";

import type { Catalog, Step } from "../../catalog.js";
import type { TypeDistance } from "../errors/no-path-found-error.js";
import { stepInputType, stepName, stepOutputType } from "./step-name.js";

/** Maximum chains of one length to collect, reached only by a very dense catalog. */
const MAX_CHAINS = 10_000;

/** Maximum number of types to name as reachable. */
const MAX_NEAREST = 10;

/** Read in one direction, these relations fan out from a shared node; in the other, they lead into it. */
const FAN_OUT: ReadonlySet<Relation> = new Set<Relation>(["product", "member"]);

/** The types of a catalog, and the steps between them. */
export class PathGraph {
  private readonly stepsFrom = new Map<string, Step[]>();
  private readonly stepsInto = new Map<string, Step[]>();

  constructor(catalog: Catalog, relations: ReadonlySet<Relation>, allowReverse: boolean) {
    const steps = [...catalog.resources.values()]
      .flatMap((resource) => resource.maps.map((map) => ({ resource, map })))
      .filter(({ map }) => relations.has(map.relation))
      .flatMap(({ resource, map }): Step[] => [
        { resource, map, direction: "forward" },
        ...(allowReverse && map.isReversible ? [{ resource, map, direction: "reverse" } as const] : []),
      ])
      .sort((a, b) => compareBytes(stepName(a), stepName(b)));
    for (const step of steps) {
      add(this.stepsFrom, stepInputType(step), step);
      add(this.stepsInto, stepOutputType(step), step);
    }
  }

  /** Every chain of exactly `length` steps that visits no type twice and does not turn back through a shared node. */
  chains(sourceType: string, targetType: string, length: number): Step[][] {
    const distances = this.distances(targetType, "backward");
    const found: Step[][] = [];
    const visited = new Set([sourceType]);
    const chain: Step[] = [];
    const extend = (type: string): void => {
      for (const step of this.stepsFrom.get(type) ?? []) {
        if (found.length === MAX_CHAINS) return;
        const next = stepOutputType(step);
        const left = length - chain.length - 1;
        if (visited.has(next) || (distances.get(next) ?? Infinity) > left || turnsBack(chain, step)) continue;
        if (next === targetType && left > 0) continue;
        chain.push(step);
        visited.add(next);
        if (next === targetType) found.push([...chain]);
        else extend(next);
        visited.delete(next);
        chain.pop();
      }
    };
    if (sourceType !== targetType) extend(sourceType);
    return found;
  }

  /** The nearest types, regardless of `maxHops`, by distance and then by name. */
  nearest(type: string, way: "forward" | "backward"): TypeDistance[] {
    return [...this.distances(type, way)]
      .filter(([other]) => other !== type)
      .map(([other, hops]) => ({ type: other, hops }))
      .sort((a, b) => a.hops - b.hops || compareBytes(a.type, b.type))
      .slice(0, MAX_NEAREST);
  }

  private distances(type: string, way: "forward" | "backward"): Map<string, number> {
    const [steps, next] =
      way === "forward" ? [this.stepsFrom, stepOutputType] : [this.stepsInto, stepInputType];
    const distances = new Map([[type, 0]]);
    // A Map is iterated in the order of insertion, including entries added meanwhile: this is a breadth-first search.
    for (const [at, distance] of distances) {
      for (const step of steps.get(at) ?? []) {
        if (!distances.has(next(step))) distances.set(next(step), distance + 1);
      }
    }
    return distances;
  }
}

function turnsBack(chain: readonly Step[], step: Step): boolean {
  const { relation } = step.map;
  return chain.some((before) => {
    if (relation === "names" && step.direction === "forward") {
      return before.map.relation === "names" && before.direction === "reverse";
    }
    if (!FAN_OUT.has(relation) || step.direction === "reverse") return false;
    return FAN_OUT.has(before.map.relation) && before.direction === "reverse";
  });
}

function add(steps: Map<string, Step[]>, type: string, step: Step): void {
  const known = steps.get(type);
  if (known) known.push(step);
  else steps.set(type, [step]);
}
