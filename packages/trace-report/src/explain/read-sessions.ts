import type { MappingSession, TraceStore } from "@waymark/trace-core";

import { excerpt, type Excerpt } from "../shared/excerpt.js";
import type { ExplainedSession } from "./explanation.js";

/** Maximum number of sessions that are described; further ones are only referred to by id. */
const MAX_SESSIONS = 100;

/** @param ids may contain duplicates; they are time-ordered, so they show which sessions are the newest */
export async function readSessions(
  store: TraceStore,
  ids: Iterable<string>,
): Promise<Excerpt<ExplainedSession>> {
  const distinct = [...new Set(ids)].sort().reverse();
  const found = await Promise.all(distinct.slice(0, MAX_SESSIONS).map((id) => store.getSession(id)));
  const items = found.filter((it) => it !== undefined).map(describe);
  return {
    ...excerpt(items, MAX_SESSIONS),
    total: distinct.length,
    truncated: distinct.length > MAX_SESSIONS,
  };
}

function describe(session: MappingSession): ExplainedSession {
  const { id, sourceType, targetType, sourceEndpoint, targetEndpoint, status, executorVersion, tags } =
    session;
  return {
    id,
    sourceType,
    targetType,
    sourceEndpoint,
    targetEndpoint,
    status,
    startedAt: session.startedAt.toISOString(),
    endedAt: session.endedAt?.toISOString() ?? null,
    executorVersion,
    asOf: asOfOf(session),
    tags,
  };
}

function asOfOf({ parameters }: MappingSession): string | null {
  const { options } = parameters;
  if (typeof options !== "object" || options === null || !("asOf" in options)) return null;
  return typeof options.asOf === "string" ? options.asOf : null;
}
