import { compareBytes, type Relation } from "@waymark/trace-core";

import type { Catalog, MappingPath, Step } from "../catalog.js";
import { combineConfidence, type CombineConfidence } from "../confidence/combine-confidence.js";
import { NoPathFoundError } from "./errors/no-path-found-error.js";
import { PathGraph } from "./path/path-graph.js";
import { pathId } from "./path/path-id.js";
import { stepInputType, stepName, stepOutputType } from "./path/step-name.js";

/** Relations that lead from an entity, or its label, to the same entity or its product. */
export const DEFAULT_DISCOVERED_RELATIONS: readonly Relation[] = ["same", "names", "product"];

export interface PathFinderOptions {
  /** Maximum steps in a discovered path. Default 5. */
  readonly maxHops?: number;
  /**
   * Whether paths are discovered by chaining maps: `when-undeclared` only if no declared path fits, `always` also after
   * the declared ones. Default `when-undeclared`: whoever declares a path has said what counts as the same entity.
   */
  readonly discoverPaths?: "never" | "when-undeclared" | "always";
  /** Relations that a discovered path may use. Default `same`, `names` and `product`. */
  readonly discoveredRelations?: readonly Relation[];
  /** Whether a discovered path may read reversible maps backwards. Default false. */
  readonly allowReverse?: boolean;
  /**
   * Whether paths declared in the opposite direction are read backwards, after the declared ones, if all their maps
   * allow it. Default false.
   */
  readonly tryReverse?: boolean;
  /** Maximum discovered paths to keep, best first. Default 10. */
  readonly maxDiscoveredPaths?: number;
  /** Ranks discovered paths of equal length. Default: the product. */
  readonly combineConfidence?: CombineConfidence;
}

/**
 * Finds the routes from one type to another: the declared ones by priority, then the discovered ones, shortest first,
 * then by the confidence of their first ranks, then by id in byte order.
 *
 * A discovered path visits no type twice, and does not turn back through a shared node: never from a product or a
 * member back to its gene or group and on to another product or member, never from an entity to its label and on to
 * another entity with that label. Otherwise, one gene would acquire its neighbours' proteins.
 */
export class PathFinder {
  constructor(private readonly catalog: Catalog) {}

  /**
   * At least one route, best first.
   *
   * @throws NoPathFoundError
   */
  find(sourceType: string, targetType: string, options: PathFinderOptions = {}): MappingPath[] {
    const { maxHops = 5, discoverPaths = "when-undeclared" } = options;
    const declared = [
      ...this.declared(sourceType, targetType),
      ...(options.tryReverse
        ? this.declared(targetType, sourceType).flatMap((it) => reversed(it) ?? [])
        : []),
    ];
    const isDiscovering =
      discoverPaths === "always" || (discoverPaths === "when-undeclared" && declared.length === 0);
    const routes = isDiscovering
      ? [...declared, ...this.discover(sourceType, targetType, declared, options)]
      : declared;
    if (routes.length > 0) return routes;
    const graph = this.graph(options);
    throw new NoPathFoundError({
      sourceType,
      targetType,
      maxHops,
      reachable: graph.nearest(sourceType, "forward"),
      leadingToTarget: graph.nearest(targetType, "backward"),
    });
  }

  private declared(sourceType: string, targetType: string): MappingPath[] {
    return this.catalog.paths
      .filter(({ steps }) => leads(steps, sourceType, targetType))
      .sort((a, b) => a.priority - b.priority);
  }

  private discover(
    sourceType: string,
    targetType: string,
    declared: readonly MappingPath[],
    options: PathFinderOptions,
  ): MappingPath[] {
    const combine = options.combineConfidence ?? combineConfidence;
    const known = new Set(declared.map(({ steps }) => chainName(steps)));
    const lastPriority = declared.at(-1)?.priority ?? -1;
    const limit = options.maxDiscoveredPaths ?? 10;
    const found: Step[][] = [];
    const graph = this.graph(options);
    // By length: longer chains are not needed once there are enough shorter ones.
    for (let length = 1; length <= (options.maxHops ?? 5) && found.length < limit; length++) {
      const chains = graph
        .chains(sourceType, targetType, length)
        .filter((steps) => !known.has(chainName(steps)))
        .map((steps) => ({
          steps,
          name: chainName(steps),
          confidence: combine(steps.map(expectedConfidence)),
        }))
        .sort((a, b) => b.confidence - a.confidence || compareBytes(a.name, b.name));
      found.push(...chains.map(({ steps }) => steps));
    }
    return found.slice(0, limit).map((steps, i) => ({
      id: pathId(chainName(steps)),
      priority: lastPriority + 1 + i,
      steps,
      isDiscovered: true,
    }));
  }

  private graph(options: PathFinderOptions): PathGraph {
    return new PathGraph(
      this.catalog,
      new Set(options.discoveredRelations ?? DEFAULT_DISCOVERED_RELATIONS),
      options.allowReverse ?? false,
    );
  }
}

/** The path read backwards, with its steps in the opposite order; undefined if one of its maps is not reversible. */
function reversed({ id, priority, steps, isDiscovered }: MappingPath): MappingPath | undefined {
  if (!steps.every(({ map, direction }) => direction === "reverse" || map.isReversible)) return undefined;
  return {
    id: pathId(`${id}^-1`),
    priority,
    steps: [...steps]
      .reverse()
      .map((it) => ({ ...it, direction: it.direction === "forward" ? "reverse" : "forward" })),
    isDiscovered,
  };
}

function chainName(steps: readonly Step[]): string {
  return steps.map(stepName).join(">");
}

function expectedConfidence({ map }: Step): number {
  return map.ranks[0]?.confidence ?? 0;
}

function leads(steps: readonly Step[], sourceType: string, targetType: string): boolean {
  const first = steps[0];
  const last = steps.at(-1);
  return !!first && !!last && stepInputType(first) === sourceType && stepOutputType(last) === targetType;
}
