import { compareBytes, type EntityMapping } from "@waymark/trace-core";
import { distinctIds } from "@waymark/trace-core/adapter";

import { fromMappingDocument } from "../documents/to-document.js";
import type { MongoSession } from "../mongo-session.js";
import { findByIds } from "./find-by-ids.js";

export async function getMappings(session: MongoSession, ids: readonly string[]): Promise<EntityMapping[]> {
  const found = await findByIds(session, "entity_mappings", distinctIds("ids", ids));
  return found.map(fromMappingDocument).sort((a, b) => compareBytes(a.id, b.id));
}
