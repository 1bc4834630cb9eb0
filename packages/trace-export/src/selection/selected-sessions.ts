import {
  compareBytes,
  everyItem,
  SessionNotFoundError,
  type MappingSession,
  type TraceStore,
} from "@waymark/trace-core";

import { InvalidExportOptionError } from "../invalid-export-option-error.js";
import type { TraceSelection } from "./trace-selection.js";

/** The sessions of a selection, newest first by (`startedAt`, `id`), as the store lists them. */
export async function* selectedSessions(
  store: TraceStore,
  { sessionIds }: TraceSelection,
): AsyncGenerator<MappingSession, void, undefined> {
  if (sessionIds === undefined) {
    yield* everyItem((query) => store.listSessions(query), { limit: 100 });
    return;
  }
  if (sessionIds.length === 0)
    throw new InvalidExportOptionError(
      "sessionIds",
      "names no session; leave it out to export the whole store",
    );
  const sessions: MappingSession[] = [];
  for (const id of new Set(sessionIds)) {
    const session = await store.getSession(id);
    if (session === undefined) throw new SessionNotFoundError(id);
    sessions.push(session);
  }
  yield* sessions.sort(newestFirst);
}

function newestFirst(a: MappingSession, b: MappingSession): number {
  return b.startedAt.getTime() - a.startedAt.getTime() || compareBytes(b.id, a.id);
}
