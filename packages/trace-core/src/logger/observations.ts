import { compareBytes } from "../text/compare-bytes.js";
import type { MappingDirection, MappingObservation } from "../records/entity-mapping.js";
import type { EntityMappingProvenance, ProvenanceHop } from "../records/entity-mapping-provenance.js";
import { isObject } from "./with-defaults.js";

// Nothing here is validated yet, whatever the types say: what cannot be read is skipped, and validation reports it.

/** For each mapping, its provenance that is greatest by (`recordedAt`, `id`). */
export function latestByMapping(
  provenance: readonly EntityMappingProvenance[] | undefined,
): ReadonlyMap<string, EntityMappingProvenance> {
  const latest = new Map<string, EntityMappingProvenance>();
  if (!Array.isArray(provenance)) return latest;
  for (const it of provenance as readonly EntityMappingProvenance[]) {
    if (!isObject(it)) continue;
    const known = latest.get(it.mappingId);
    if (known === undefined || compareAge(it, known) > 0) latest.set(it.mappingId, it);
  }
  return latest;
}

/** What a mapping takes from the provenance that observed it. */
export function observed(it: EntityMappingProvenance): Omit<MappingObservation, "observedAt" | "metadata"> {
  const hops = readableHops(it.hops);
  return {
    observedBy: it.id,
    confidence: it.confidence,
    hopCount: it.hopCount,
    direction: it.direction,
    mappingSource: resourcesOf(hops),
    isDerived: it.isDerived,
    derivationPath: identifiersBetween(hops),
  };
}

/** The last list: successive mappings usually have the same resources, and can share a frozen list. */
let resources: readonly string[] = [];

function resourcesOf(hops: readonly ProvenanceHop[]): readonly string[] {
  const isSame = hops.length === resources.length && hops.every((it, i) => it.resource === resources[i]);
  if (!isSame) resources = Object.freeze(hops.map((it) => it.resource));
  return resources;
}

function identifiersBetween(hops: readonly ProvenanceHop[]): string[] {
  const identifiers = hops.map((it) => it.identifier);
  identifiers.pop();
  return identifiers;
}

export function directionOf(hops: readonly ProvenanceHop[]): MappingDirection {
  let hasForward = false;
  let hasReverse = false;
  for (const it of readableHops(hops)) {
    if (it.direction === "reverse") hasReverse = true;
    else hasForward = true;
  }
  return hasReverse ? (hasForward ? "mixed" : "reverse") : "forward";
}

/** The time of a Date; NaN for anything else. */
export function timeOf(value: unknown): number {
  return value instanceof Date ? value.getTime() : Number.NaN;
}

function compareAge(a: EntityMappingProvenance, b: EntityMappingProvenance): number {
  const byTime = timeOf(a.recordedAt) - timeOf(b.recordedAt);
  if (byTime !== 0 || typeof a.id !== "string" || typeof b.id !== "string") return byTime;
  return compareBytes(a.id, b.id);
}

/** The hops that are objects, since they are not validated yet. */
export function readableHops(hops: readonly ProvenanceHop[]): readonly ProvenanceHop[] {
  if (!Array.isArray(hops)) return [];
  const list = hops as readonly ProvenanceHop[];
  for (const it of list) if (!isObject(it)) return list.filter(isObject);
  return list;
}
