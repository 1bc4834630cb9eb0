import { unknownName } from "../../messages/unknown-name.js";
import { textParameter, whyNoText } from "../text-parameter.js";
import type { StrategyAction } from "../strategy-action.js";

/** Keeps what an endpoint has: the one named as a parameter, or else the strategy's target endpoint. */
export const filterPresent: StrategyAction = {
  parameters: { required: [], optional: ["endpoint"] },

  check: (parameters) => ("endpoint" in parameters ? whyNoText(parameters, "endpoint") : undefined),

  run(items, parameters, { catalog, targetEndpoint }) {
    const name = "endpoint" in parameters ? textParameter(parameters, "endpoint") : targetEndpoint;
    if (name === null)
      throw new RangeError("name an endpoint here, or as the targetEndpoint of the strategy");
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
