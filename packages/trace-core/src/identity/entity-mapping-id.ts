import type { EntityMappingKey } from "../records/entity-mapping.js";
import { derivedUuid } from "./derived-uuid.js";

/** The id of the mapping with this key: always the same, on every machine and in every store. */
export function entityMappingId(key: EntityMappingKey): string {
  return derivedUuid("mapping", [key.sourceType, key.sourceId, key.targetType, key.targetId]);
}
