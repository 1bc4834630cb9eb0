import type { ExecutionTraceLogger, Failure } from "@waymark/trace-core";

import { toFailure } from "../mapping/errors/to-failure.js";
import type { ActionRegistry } from "./action-registry.js";
import type { ActionContext } from "./strategy-action.js";
import type { DroppedItem, StrategyItem } from "./strategy-item.js";
import type { StrategyStep } from "./strategy.js";

/** The report of one step. */
export interface StepReport {
  readonly name: string;
  readonly action: string;
  readonly inputCount: number;
  readonly outputCount: number;
  readonly droppedCount: number;
  readonly durationMs: number;
  /** Why it failed, in which case its items went on unchanged. Null if it did not fail. */
  readonly error: Failure | null;
  /** Why it could not be done for some of its items, such as a service that was down. Null if it was done for all. */
  readonly partialBecause: Failure | null;
}

export interface ExecutedStep {
  readonly items: readonly StrategyItem[];
  readonly dropped: readonly DroppedItem[];
  readonly report: StepReport;
}

/** Runs one step of a strategy, and logs its report. */
export class ActionExecutor {
  constructor(
    private readonly logger: ExecutionTraceLogger,
    private readonly registry: ActionRegistry,
  ) {}

  /**
   * Never throws because the action failed, which is in the report instead.
   *
   * @throws the signal's reason when the run is aborted
   */
  async execute(
    step: StrategyStep,
    items: readonly StrategyItem[],
    context: ActionContext,
  ): Promise<ExecutedStep> {
    const began = performance.now();
    const action = this.registry.actionOf(step);
    let done: ExecutedStep;
    const reportOf = (
      outputCount: number,
      droppedCount: number,
      error: Failure | null,
      partialBecause: Failure | null,
    ): StepReport => ({
      name: step.name,
      action: step.action,
      inputCount: items.length,
      outputCount,
      droppedCount,
      durationMs: performance.now() - began,
      error,
      partialBecause,
    });
    try {
      const result = await action.run(items, step.parameters, context);
      const dropped = result.dropped.map(({ item, reason }) => ({
        input: item.input,
        identifier: item.identifier,
        step: step.name,
        reason,
      }));
      const { items: kept, partialBecause = null } = result;
      done = { items: kept, dropped, report: reportOf(kept.length, dropped.length, null, partialBecause) };
    } catch (error) {
      context.signal.throwIfAborted();
      const failure = toFailure(error, "action-failed");
      done = { items, dropped: [], report: reportOf(items.length, 0, failure, null) };
    }
    await this.log(context.sessionId, done.report);
    return done;
  }

  private async log(sessionId: string, report: StepReport): Promise<void> {
    const { name, inputCount, outputCount, droppedCount, durationMs, error, partialBecause } = report;
    const metric = (what: string, value: number | string, unit: string | null) => ({
      sessionId,
      type: "strategy-step",
      name: `${name}.${what}`,
      value,
      unit,
    });
    await this.logger.logExecutionMetrics([
      metric("inputs", inputCount, "identifiers"),
      metric("outputs", outputCount, "identifiers"),
      metric("dropped", droppedCount, "identifiers"),
      metric("durationMs", durationMs, "ms"),
      ...(error === null ? [] : [metric("error", error.message, null)]),
      ...(partialBecause === null ? [] : [metric("partialBecause", partialBecause.message, null)]),
    ]);
  }
}
