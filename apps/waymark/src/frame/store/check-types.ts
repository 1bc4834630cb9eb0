import { everyItem, MAX_PAGE_SIZE, type TraceStore } from "@waymark/trace-core";

import { NotFoundError } from "./not-found-error.js";

/** If there are more sessions, types are not checked. */
const MAX_SESSIONS = 10 * MAX_PAGE_SIZE;

/**
 * Called if nothing was found: an empty result would hide a mistyped type.
 *
 * @param wanted the types of a filter; undefined for any
 * @throws NotFoundError no session has one of them; the message lists the types in the trace
 */
export async function checkTypes(
  store: Pick<TraceStore, "listSessions">,
  wanted: readonly (string | undefined)[],
): Promise<void> {
  const unknown = new Set(wanted.filter((it) => it !== undefined));
  const known = new Set<string>();
  let count = 0;
  if (unknown.size === 0) return;
  for await (const session of everyItem((query) => store.listSessions(query), { limit: MAX_PAGE_SIZE })) {
    if (count++ >= MAX_SESSIONS) return;
    for (const type of [session.sourceType, session.targetType]) {
      known.add(type);
      unknown.delete(type);
    }
    if (unknown.size === 0) return;
  }
  const types = [...known].sort();
  const rest = types.length === 0 ? "it has no session yet" : `its types are ${types.join(", ")}`;
  throw new NotFoundError(`the trace has no type ${[...unknown].join(" and no type ")}: ${rest}`, {
    unknown: [...unknown],
    types,
  });
}
