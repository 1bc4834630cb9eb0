import type { MappingRequest } from "../request/mapping-request.js";

/** The number of identifiers; null if it is known only at their end. */
export function knownLength(identifiers: MappingRequest["identifiers"]): number | null {
  if (Array.isArray(identifiers)) return identifiers.length;
  return identifiers instanceof Set ? identifiers.size : null;
}
