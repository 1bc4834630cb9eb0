import type { Failure, JsonObject } from "@waymark/trace-core";

import { combineConfidence } from "../../confidence/combine-confidence.js";
import type { MappingRequest } from "../../mapping/request/mapping-request.js";
import type { StrategyAction } from "../strategy-action.js";
import { renamed, type StrategyItem } from "../strategy-item.js";
import { textParameter, whyNoText } from "../text-parameter.js";

const FLAGS = ["validate", "allowReverse", "tryReverse", "discoverPaths", "useCache"] as const;

/**
 * Maps to another type, and keeps every target. For each other type among the items, there is one mapping session,
 * tagged with the id of the strategy's session.
 */
export const convert: StrategyAction = {
  parameters: { required: ["to"], optional: ["minConfidence", "maxHops", ...FLAGS] },

  check: (parameters) => whyNoText(parameters, "to") ?? whyNoOptions(parameters),

  async run(items, parameters, { executor, sessionId, signal }) {
    const request = conversionRequest(parameters);
    const { targetType } = request;
    const kept: StrategyItem[] = items.filter((it) => it.type === targetType);
    const dropped: { item: StrategyItem; reason: string }[] = [];
    let partialBecause: Failure | null = null;
    for (const sourceType of new Set(items.map((it) => it.type))) {
      if (sourceType === targetType) continue;
      const own = items.filter((it) => it.type === sourceType);
      const { results, session } = await executor.executeMapping({
        ...request,
        sourceType,
        identifiers: [...new Set(own.map((it) => it.identifier))],
        tags: [`strategy:${sessionId}`],
        signal,
      });
      // An identifier that could not be asked for is not the same as one that was not found.
      if (session.status === "partial") partialBecause ??= session.error;
      const resultOf = new Map(results.map((it) => [it.raw, it]));
      for (const item of own) {
        const result = resultOf.get(item.identifier);
        if (result === undefined || result.targets.length === 0) {
          dropped.push({ item, reason: result?.outcome.outcome ?? "unresolved" });
          continue;
        }
        for (const { id, confidence } of result.targets) {
          kept.push(
            renamed(item, {
              identifier: id,
              type: targetType,
              confidence: combineConfidence([item.confidence, confidence]),
            }),
          );
        }
      }
    }
    return { items: kept, dropped, partialBecause };
  },
};

function whyNoOptions({ minConfidence = 0, maxHops = 1, ...parameters }: JsonObject): string | undefined {
  if (typeof minConfidence !== "number" || !(minConfidence >= 0 && minConfidence <= 1))
    return "minConfidence must be a number from 0 to 1";
  if (typeof maxHops !== "number" || !Number.isInteger(maxHops) || maxHops < 1)
    return "maxHops must be a whole number from 1";
  const flag = FLAGS.find((it) => it in parameters && typeof parameters[it] !== "boolean");
  return flag && `${flag} must be true or false`;
}

/** The mapping request for the parameters of a conversion. */
export function conversionRequest(
  parameters: JsonObject,
): Partial<MappingRequest> & Pick<MappingRequest, "targetType"> {
  const names = ["minConfidence", "maxHops", ...FLAGS];
  return {
    ...Object.fromEntries(Object.entries(parameters).filter(([name]) => names.includes(name))),
    targetType: textParameter(parameters, "to"),
  };
}
