import type { MappingRequest } from "../request/mapping-request.js";

/** How many identifiers there are; null when that shows only at their end. */
export function knownLength(identifiers: MappingRequest["identifiers"]): number | null {
  if (Array.isArray(identifiers)) return identifiers.length;
  return identifiers instanceof Set ? identifiers.size : null;
}
