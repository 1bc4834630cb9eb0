import type { ExecutionTraceLogger } from "@waymark/trace-core";

import { unknownName } from "../messages/unknown-name.js";
import type { Catalog } from "../catalog.js";
import { EXECUTOR_VERSION } from "../executor-version.js";
import type { MappingExecutor } from "../mapping/mapping-executor.js";
import {
  RobustExecutionCoordinator,
  type RobustExecutionCoordinatorOptions,
} from "../mapping/robust-execution-coordinator.js";
import { ActionExecutor } from "./action-executor.js";
import { ActionRegistry } from "./action-registry.js";
import { InvalidStrategyError } from "./invalid-strategy-error.js";
import type { StrategyResult } from "./strategy-result.js";
import { strategyResources } from "./strategy-resources.js";
import { StrategyRun } from "./strategy-run.js";
import type { Strategy } from "./strategy.js";
import { textParameter } from "./text-parameter.js";

export interface StrategyOrchestratorOptions extends RobustExecutionCoordinatorOptions {
  readonly catalog: Catalog;
  /** Runs the conversions, in sessions of their own. */
  readonly executor: MappingExecutor;
  /** Default: one with the built-in actions. */
  readonly registry?: ActionRegistry;
}

/** Runs strategies: each in a mapping session of its own, in which every step is logged. */
export class StrategyOrchestrator {
  private readonly coordinator: RobustExecutionCoordinator;
  private readonly registry: ActionRegistry;
  private readonly actions: ActionExecutor;

  constructor(
    logger: ExecutionTraceLogger,
    private readonly options: StrategyOrchestratorOptions,
  ) {
    const { catalog: _catalog, executor: _executor, registry, ...rest } = options;
    this.coordinator = new RobustExecutionCoordinator(logger, rest);
    this.registry = registry ?? new ActionRegistry();
    this.actions = new ActionExecutor(logger, this.registry);
  }

  /**
   * @param strategy its name in the catalog, or the strategy itself
   * @throws InvalidStrategyError before any session is opened
   * @throws StrategyFailedError a required step failed; the session has ended as `failed`
   * @throws MappingCancelledError after an abort
   */
  async run(
    strategy: string | Strategy,
    identifiers: readonly string[],
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<StrategyResult> {
    const { catalog, executor } = this.options;
    const plan = typeof strategy === "string" ? this.named(strategy) : strategy;
    for (const type of [plan.sourceType, plan.targetType ?? plan.sourceType])
      if (!catalog.types.has(type))
        throw new InvalidStrategyError(unknownName("type", type, catalog.types.keys()));
    for (const step of plan.steps) this.registry.actionOf(step);
    const { sourceEndpoint = null, targetEndpoint = null } = plan;
    const conversions = plan.steps.flatMap((it) =>
      it.action === "convert" ? [textParameter(it.parameters, "to")] : [],
    );
    const targetType = plan.targetType ?? conversions.at(-1) ?? plan.sourceType;
    const stream = this.coordinator.run(
      {
        sourceType: plan.sourceType,
        targetType,
        sourceEndpoint,
        targetEndpoint,
        parameters: { strategy: plan.name, steps: plan.steps.map((it) => ({ ...it })) },
        catalogFingerprint: catalog.fingerprint,
        resources: strategyResources(plan, catalog, executor),
        inputCount: identifiers.length,
        executorVersion: EXECUTOR_VERSION,
        tags: [`strategy ${plan.name}`],
      },
      ({ id }, runSignal) =>
        new StrategyRun({ ...plan, targetType }, identifiers, this.actions, {
          catalog,
          executor,
          sessionId: id,
          targetEndpoint,
          signal: runSignal,
        }),
      signal,
    );
    for (;;) {
      const step = await stream.next();
      if (step.done) return step.value;
    }
  }

  private named(name: string): Strategy {
    const known = this.options.catalog.strategies ?? new Map<string, Strategy>();
    const strategy = known.get(name);
    if (strategy === undefined) throw new InvalidStrategyError(unknownName("strategy", name, known.keys()));
    return strategy;
  }
}
