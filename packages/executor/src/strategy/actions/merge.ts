import type { StrategyAction } from "../strategy-action.js";
import type { StrategyItem } from "../strategy-item.js";

/** Keeps each identifier of an input only once: the most confident one. */
export const merge: StrategyAction = {
  parameters: { required: [], optional: [] },

  run(items) {
    const best = new Map<string, StrategyItem>();
    for (const item of items) {
      // NUL occurs in no identifier.
      const key = `${item.input}\0${item.type}\0${item.identifier}`;
      const known = best.get(key);
      if (known === undefined || item.confidence > known.confidence) best.set(key, item);
    }
    return Promise.resolve({ items: [...best.values()], dropped: [] });
  },
};
