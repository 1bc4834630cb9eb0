import { unknownName } from "../../catalog/unknown-name.js";
import { textParameter } from "../text-parameter.js";
import type { StrategyAction } from "../strategy-action.js";

/** Keeps what an endpoint has. */
export const filterPresent: StrategyAction = {
  parameters: { required: ["endpoint"], optional: [] },

  run(items, parameters, { catalog }) {
    const name = textParameter(parameters, "endpoint");
    const endpoint = catalog.endpoints?.get(name);
    if (endpoint === undefined)
      throw new RangeError(unknownName("endpoint", name, catalog.endpoints?.keys() ?? []));
    const { has, types } = endpoint;
    if (has === undefined) throw new RangeError(`the endpoint ${name} was declared without a file`);
    const [primary] = types;
    const kept = items.filter((it) => it.type === primary && has(it.identifier));
    const isKept = new Set(kept);
    const dropped = items
      .filter((it) => !isKept.has(it))
      .map((item) => ({
        item,
        reason: item.type === primary ? `not in ${name}` : `${name} has ${String(primary)}, not ${item.type}`,
      }));
    return Promise.resolve({ items: kept, dropped });
  },
};
