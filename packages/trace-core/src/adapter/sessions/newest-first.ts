import type { MappingSession } from "../../records/mapping-session.js";
import { compareBytes } from "../../text/compare-bytes.js";

/** The order of sessions: by start, then by id, both descending. */
export function newestFirst(a: MappingSession, b: MappingSession): number {
  return b.startedAt.getTime() - a.startedAt.getTime() || compareBytes(b.id, a.id);
}
