import type { StrategyAction } from "../strategy-action.js";
import { renamed, type StrategyItem } from "../strategy-item.js";

/** Puts successors in place of withdrawn identifiers, as their type's history has it. */
export const resolveObsolete: StrategyAction = {
  parameters: { required: [], optional: [] },

  run(items, _parameters, { catalog }) {
    const kept: StrategyItem[] = [];
    const dropped: { item: StrategyItem; reason: string }[] = [];
    for (const item of items) {
      const history = catalog.histories.get(item.type);
      const answer = history?.lookUp(item.identifier) ?? { status: "unknown" as const };
      if (answer.status === "withdrawn") dropped.push({ item, reason: "withdrawn without a successor" });
      else if (!("successors" in answer)) kept.push(item);
      else {
        for (const { identifier, via } of answer.successors) {
          const confidence = item.confidence * (history?.confidence ?? 1) ** (via.length + 1);
          kept.push(renamed(item, { identifier, type: item.type, confidence }, via));
        }
      }
    }
    return Promise.resolve({ items: kept, dropped });
  },
};
