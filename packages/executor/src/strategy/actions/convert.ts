import type { StrategyAction } from "../strategy-action.js";
import { textParameter } from "../text-parameter.js";
import { renamed, type StrategyItem } from "../strategy-item.js";

/**
 * Maps to another type: every target is kept. Each source type that is among the items is one mapping session, tagged with
 * the strategy's.
 */
export const convert: StrategyAction = {
  parameters: { required: ["to"], optional: ["minConfidence", "validate", "allowReverse", "tryReverse"] },

  async run(items, parameters, { executor, sessionId, signal }) {
    const targetType = textParameter(parameters, "to");
    const kept: StrategyItem[] = items.filter((it) => it.type === targetType);
    const dropped: { item: StrategyItem; reason: string }[] = [];
    for (const sourceType of new Set(items.map((it) => it.type))) {
      if (sourceType === targetType) continue;
      const own = items.filter((it) => it.type === sourceType);
      const { results } = await executor.executeMapping({
        sourceType,
        targetType,
        identifiers: [...new Set(own.map((it) => it.identifier))],
        tags: [`strategy:${sessionId}`],
        signal,
        ...(typeof parameters.minConfidence === "number" && { minConfidence: parameters.minConfidence }),
        validate: parameters.validate === true,
        allowReverse: parameters.allowReverse === true,
        tryReverse: parameters.tryReverse === true,
      });
      const resultOf = new Map(results.map((it) => [it.raw, it]));
      for (const item of own) {
        const result = resultOf.get(item.identifier);
        if (result === undefined || result.targets.length === 0) {
          dropped.push({ item, reason: result?.outcome.outcome ?? "unresolved" });
          continue;
        }
        for (const { id, confidence } of result.targets) {
          kept.push(
            renamed(item, { identifier: id, type: targetType, confidence: item.confidence * confidence }),
          );
        }
      }
    }
    return { items: kept, dropped };
  },
};
