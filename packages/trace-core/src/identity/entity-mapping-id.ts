import type { EntityMappingKey } from "../records/entity-mapping.js";
import { derivedUuid } from "./derived-uuid.js";

/** The id of the mapping with this key: the same on every machine, in every store, at any time. */
export function entityMappingId(key: EntityMappingKey): string {
  return derivedUuid("mapping", [key.sourceType, key.sourceId, key.targetType, key.targetId]);
}
