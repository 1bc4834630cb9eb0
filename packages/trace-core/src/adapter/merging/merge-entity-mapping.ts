import type { EntityMapping, MappingObservation } from "../../records/entity-mapping.js";
import { canonicalJson } from "../../text/canonical-json.js";
import { compareBytes } from "../../text/compare-bytes.js";
import { jsonString, jsonStrings } from "../../text/json-string.js";

/** Merges two records of one mapping; commutative, associative and idempotent. */
export function mergeEntityMapping(a: EntityMapping, b: EntityMapping): EntityMapping {
  const observed = compareObservations(a, b) >= 0 ? a : b;
  return {
    ...observed,
    firstSeenAt: a.firstSeenAt <= b.firstSeenAt ? a.firstSeenAt : b.firstSeenAt,
    lastSeenAt: a.lastSeenAt >= b.lastSeenAt ? a.lastSeenAt : b.lastSeenAt,
  };
}

/** Orders observations by (`observedAt`, `observedBy`), null before any id, then by `observationText`. */
function compareObservations(a: MappingObservation, b: MappingObservation): number {
  const byTime = a.observedAt.getTime() - b.observedAt.getTime();
  if (byTime !== 0) return byTime;
  if (a.observedBy !== b.observedBy) {
    if (a.observedBy === null) return -1;
    if (b.observedBy === null) return 1;
    return compareBytes(a.observedBy, b.observedBy);
  }
  return compareBytes(observationText(a), observationText(b));
}

/** The canonical JSON that decides between two observations with the same time and provenance. */
export function observationText(it: MappingObservation): string {
  // Concatenated for speed, since every stored mapping needs it.
  return (
    `{"confidence":${String(it.confidence)},"derivationPath":${jsonStrings(it.derivationPath)}` +
    `,"direction":${jsonString(it.direction)},"hopCount":${String(it.hopCount)}` +
    `,"isDerived":${String(it.isDerived)},"mappingSource":${jsonStrings(it.mappingSource)}` +
    `,"metadata":${canonicalJson(it.metadata)}}`
  );
}
