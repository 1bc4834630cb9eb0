import type { StrategyAction } from "../strategy-action.js";
import type { StrategyItem } from "../strategy-item.js";

/** Normalises identifiers by the rules of their types, and drops those that are not valid. */
export const validate: StrategyAction = {
  parameters: { required: [], optional: [] },

  run(items, _parameters, { catalog }) {
    const kept: StrategyItem[] = [];
    const dropped: { item: StrategyItem; reason: string }[] = [];
    for (const item of items) {
      const normalised = catalog.types.get(item.type)?.normalise(item.identifier);
      if (normalised === undefined)
        dropped.push({ item, reason: `${item.type} is not a type of the catalog` });
      else if (normalised.isValid) kept.push({ ...item, identifier: normalised.identifier });
      else dropped.push({ item, reason: normalised.reason });
    }
    return Promise.resolve({ items: kept, dropped });
  },
};
