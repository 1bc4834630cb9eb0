import type { SessionResource } from "@waymark/trace-core";

import type { Catalog } from "../catalog.js";
import { InvalidMappingRequestError } from "../mapping/errors/invalid-mapping-request-error.js";
import { NoPathFoundError } from "../mapping/errors/no-path-found-error.js";
import type { MappingExecutor } from "../mapping/mapping-executor.js";
import { historyResources, uniqueResources } from "../mapping/plan/consultable-resources.js";
import { conversionRequest } from "./actions/convert.js";
import type { Strategy } from "./strategy.js";

/**
 * The resources that a strategy may consult through the built-in actions: those of its conversions, from one to the
 * next, and of the histories that it resolves. What custom actions consult is not known.
 */
export function strategyResources(
  { sourceType, steps }: Strategy,
  catalog: Catalog,
  executor: MappingExecutor,
): SessionResource[] {
  const resources: SessionResource[] = [];
  let type = sourceType;
  for (const { action, parameters } of steps) {
    const history = catalog.histories.get(type);
    if (action === "resolve-obsolete" && history) resources.push(...historyResources(catalog, history));
    if (action !== "convert") continue;
    const request = conversionRequest(parameters);
    if (request.targetType !== type)
      resources.push(...conversion(executor, { ...request, sourceType: type }));
    type = request.targetType;
  }
  return uniqueResources(resources);
}

function conversion(
  executor: MappingExecutor,
  request: Parameters<MappingExecutor["consultableResources"]>[0],
): SessionResource[] {
  try {
    return executor.consultableResources(request);
  } catch (error) {
    // The step itself reports this, if any items reach it.
    if (error instanceof NoPathFoundError || error instanceof InvalidMappingRequestError) return [];
    throw error;
  }
}
