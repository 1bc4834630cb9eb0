import type { Catalog, MappingPath } from "../../catalog.js";
import { combineConfidence, type CombineConfidence } from "../../confidence/combine-confidence.js";
import { NoPathFoundError } from "../errors/no-path-found-error.js";
import { pathId } from "../path/path-id.js";
import { PathFinder } from "../path-finder.js";
import type { ResolvedRequest } from "../request/resolve-request.js";
import { MappingPlan } from "./mapping-plan.js";

export interface MappingPlannerOptions {
  readonly combineConfidence?: CombineConfidence;
  readonly confidenceRule?: string;
}

export interface MappingPlans {
  readonly plan: MappingPlan;
  /** The plan that maps targets back; null if no path leads back, undefined if targets are not mapped back. */
  readonly back: MappingPlan | null | undefined;
  /** From each secondary type through the source type to the target type, in order of preference. */
  readonly secondary: readonly { readonly type: string; readonly plan: MappingPlan }[];
}

/** Maximum number of paths to try from one secondary type. */
const MAX_SECONDARY_PATHS = 20;

/** Makes the plans of a run. */
export class MappingPlanner {
  private readonly finder: PathFinder;

  constructor(
    private readonly catalog: Catalog,
    private readonly options: MappingPlannerOptions,
  ) {
    this.finder = new PathFinder(catalog);
  }

  /** @throws NoPathFoundError */
  plan(request: ResolvedRequest): MappingPlans {
    const back = request.validate ? this.backPlan(request) : undefined;
    const plan = this.planForward(request, back);
    const secondary = request.secondaryTypes.map((type) => ({
      type,
      plan: this.secondaryPlan(type, plan, request),
    }));
    return { plan, back, secondary };
  }

  /** Combines every path to the source type with every route from there. */
  private secondaryPlan(type: string, { routes }: MappingPlan, request: ResolvedRequest): MappingPlan {
    const { sourceType, targetType, minConfidence } = request;
    const paths = this.finder
      .find(type, sourceType, request)
      .flatMap((to) => routes.map(({ path }) => joined(to, path)))
      .slice(0, MAX_SECONDARY_PATHS);
    const { confidenceRule } = this;
    return new MappingPlan(this.catalog, paths, {
      sourceType: type,
      targetType,
      minConfidence,
      confidenceRule,
    });
  }

  private planForward(request: ResolvedRequest, validation: MappingPlan | null | undefined): MappingPlan {
    const { sourceType, targetType, minConfidence } = request;
    return new MappingPlan(
      this.catalog,
      this.finder.find(sourceType, targetType, {
        ...request,
        combineConfidence: this.options.combineConfidence ?? combineConfidence,
      }),
      {
        sourceType,
        targetType,
        minConfidence,
        confidenceRule: this.confidenceRule,
        ...(request.asOf !== null && { asOf: request.asOf.toISOString() }),
        ...(validation !== undefined && { validation }),
      },
    );
  }

  /** The plan that maps targets back; null if no path leads back. */
  private backPlan(request: ResolvedRequest): MappingPlan | null {
    const { sourceType, targetType } = request;
    const discoverPaths = request.discoverPaths === "never" ? "never" : "when-undeclared";
    const options = { ...request, tryReverse: true, allowReverse: true, discoverPaths } as const;
    try {
      const paths = this.finder.find(targetType, sourceType, options);
      return new MappingPlan(this.catalog, paths, {
        sourceType: targetType,
        targetType: sourceType,
        minConfidence: 0,
        confidenceRule: this.confidenceRule,
      });
    } catch (error) {
      if (error instanceof NoPathFoundError) return null;
      throw error;
    }
  }

  /** Null for a custom rule without a name. */
  get confidenceRule(): string | null {
    const { combineConfidence: combine, confidenceRule } = this.options;
    return combine === undefined ? "product" : (confidenceRule ?? null);
  }
}

function joined(first: MappingPath, second: MappingPath): MappingPath {
  return {
    id: pathId(`${first.id} + ${second.id}`),
    priority: first.priority,
    steps: [...first.steps, ...second.steps],
    isDiscovered: first.isDiscovered || second.isDiscovered,
  };
}
