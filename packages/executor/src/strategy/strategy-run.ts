import type { Failure, MappingSession } from "@waymark/trace-core";

import type { SessionEnding, SessionWork } from "../mapping/robust-execution-coordinator.js";
import type { ActionExecutor, StepReport } from "./action-executor.js";
import type { ActionContext } from "./strategy-action.js";
import { StrategyFailedError } from "./strategy-failed-error.js";
import type { DroppedItem, StrategyItem } from "./strategy-item.js";
import type { StrategyResult } from "./strategy-result.js";
import type { Strategy } from "./strategy.js";

/** The work of one strategy's session: step after step. */
export class StrategyRun implements SessionWork<StrategyItem, StrategyResult> {
  private items: readonly StrategyItem[];
  private readonly dropped: DroppedItem[] = [];
  private readonly steps: StepReport[] = [];
  private failure: Failure | null = null;
  private isThrough = false;

  constructor(
    private readonly strategy: Strategy & { readonly targetType: string },
    private readonly identifiers: readonly string[],
    private readonly actions: ActionExecutor,
    private readonly context: ActionContext,
  ) {
    const { sourceType } = strategy;
    const type = context.catalog.types.get(sourceType);
    this.items = identifiers.map((input) => {
      // A text that is not an identifier goes in as it is: the steps will report it.
      const normalised = type?.normalise(input);
      const identifier = normalised?.isValid === true ? normalised.identifier : input;
      return { input, identifier, type: sourceType, confidence: 1, derivation: [] };
    });
  }

  async *results(): AsyncGenerator<StrategyItem, void, undefined> {
    for (const step of this.strategy.steps) {
      this.context.signal.throwIfAborted();
      const { items, dropped, report } = await this.actions.execute(step, this.items, this.context);
      this.steps.push(report);
      if (report.error !== null) {
        if (step.isRequired)
          throw new StrategyFailedError(this.strategy.name, step.name, report.error.message);
        this.failure ??= {
          ...report.error,
          message: `The optional step ${step.name} failed: ${report.error.message}`,
        };
      }
      if (report.partialBecause !== null) {
        this.failure ??= {
          ...report.partialBecause,
          message: `The step ${step.name} is not complete: ${report.partialBecause.message}`,
        };
      }
      this.items = items;
      for (const it of dropped) this.dropped.push(it);
    }
    this.isThrough = true;
    yield* this.items;
  }

  ending(): SessionEnding {
    return {
      inputCount: this.identifiers.length,
      resultCount: this.countAnswered(),
      partialBecause: this.failure,
      metrics: {},
    };
  }

  /** How many inputs have a result: none until the last step is done. */
  private countAnswered(): number {
    if (!this.isThrough) return 0;
    const { targetType } = this.strategy;
    const answered = new Set(this.items.filter((it) => it.type === targetType).map((it) => it.input));
    return this.identifiers.filter((it) => answered.has(it)).length;
  }

  report(session: MappingSession): StrategyResult {
    return { session, items: this.items, dropped: this.dropped, steps: this.steps };
  }
}
