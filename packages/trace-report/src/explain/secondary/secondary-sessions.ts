import type { MappingSession, TraceStore } from "@waymark/trace-core";

/** Maximum number of sessions to search, newest first: the trace has no index of secondary identifiers. */
const SESSIONS_SEARCHED = 10;

/**
 * The newest sessions whose inputs had secondary identifiers, newest first.
 *
 * @param sessionId only this session, even if its inputs had none
 */
export async function secondarySessions(
  store: TraceStore,
  sessionId: string | undefined,
): Promise<readonly MappingSession[]> {
  if (sessionId === undefined) {
    const { items } = await store.listSessions();
    return items.filter((it) => secondaryTypesOf(it).length > 0).slice(0, SESSIONS_SEARCHED);
  }
  const session = await store.getSession(sessionId);
  return session === undefined ? [] : [session];
}

export function secondaryTypesOf({ parameters: { options } }: MappingSession): readonly string[] {
  if (typeof options !== "object" || options === null || Array.isArray(options)) return [];
  const { secondaryTypes } = options as { readonly secondaryTypes?: unknown };
  return Array.isArray(secondaryTypes) ? secondaryTypes.filter((it) => typeof it === "string") : [];
}
