import { combineConfidence } from "../../confidence/combine-confidence.js";
import { Curation } from "../../mapping/curation/curation.js";
import { Successions } from "../../mapping/path/successions.js";
import type { StrategyAction } from "../strategy-action.js";
import { renamed, type StrategyItem } from "../strategy-item.js";

/**
 * Replaces withdrawn identifiers by their successors, according to overrides or to their type's history, and drops
 * those without any. Identifiers with an override to another type are left as they are, for the step that leads there.
 */
export const resolveObsolete: StrategyAction = {
  parameters: { required: [], optional: [] },

  run(items, _parameters, { catalog }) {
    const kept: StrategyItem[] = [];
    const dropped: { item: StrategyItem; reason: string }[] = [];
    const curation = new Curation(catalog);
    const byType = new Map<string, Successions>();
    for (const item of items) {
      const { type, identifier } = item;
      const successions = byType.get(type) ?? successionsOf(type);
      byType.set(type, successions);
      for (const { hops, isWithdrawn } of successions.of(identifier).ends) {
        const names = [identifier, ...hops.map((it) => it.identifier)];
        const veto = names
          .map((it, i) =>
            curation.vetoOf(type, it, () => names.slice(0, i).map((id) => ({ type, identifier: id }))),
          )
          .find((it) => it !== undefined);
        if (veto) dropped.push({ item, reason: `vetoed: ${veto.reason}` });
        else if (isWithdrawn) dropped.push({ item, reason: "withdrawn without a successor" });
        else if (hops.length === 0) kept.push(item);
        else {
          const confidence = combineConfidence([item.confidence, ...hops.map((it) => it.confidence)]);
          kept.push(
            renamed(item, { identifier: names.at(-1) ?? identifier, type, confidence }, names.slice(1, -1)),
          );
        }
      }
    }
    return Promise.resolve({ items: kept, dropped });

    function successionsOf(type: string): Successions {
      const targetTypes = [...catalog.types.keys()].filter((it) => it !== type);
      return new Successions({ type, history: catalog.histories.get(type), curation, targetTypes });
    }
  },
};
