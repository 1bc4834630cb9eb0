import { everyItem, type MappingSession, type TraceStore } from "@waymark/trace-core";

import { NotFoundError } from "./not-found-error.js";
import { UsageError } from "../usage-error.js";

/** How a user can refer to a session, for the help. */
export const SESSION_ARGUMENT = "an id, its first characters, `latest`, or `latest~N` for the Nth before";

const SHOWN_CANDIDATES = 5;

/**
 * The session that a user refers to: by its id, the beginning of the id, `latest`, or `latest~1` for the one before,
 * and so on.
 *
 * @throws NotFoundError there is no such session
 * @throws UsageError several ids begin like this, or the argument is empty
 */
export async function resolveSession(
  store: Pick<TraceStore, "getSession" | "listSessions">,
  wanted: string,
): Promise<MappingSession> {
  if (wanted === "") throw new UsageError(`specify a session: ${SESSION_ARGUMENT}`);
  const back = /^latest(?:~(\d{1,6}))?$/.exec(wanted);
  if (back) return latest(store, wanted, Number(back[1] ?? 0));
  const found = await byId(store, wanted);
  if (found) return found;
  throw new NotFoundError(`no session id is or begins with ${wanted}: see \`waymark sessions\``, {
    session: wanted,
  });
}

async function latest(
  store: Pick<TraceStore, "listSessions">,
  wanted: string,
  back: number,
): Promise<MappingSession> {
  let left = back;
  for await (const session of everyItem((query) => store.listSessions(query), {
    limit: Math.min(back + 1, 1_000),
  })) {
    if (left === 0) return session;
    left -= 1;
  }
  const count = back - left;
  const there =
    count === 0
      ? "no session yet"
      : count === 1
        ? "one session, latest"
        : `${String(count)} sessions, latest to latest~${String(count - 1)}`;
  throw new NotFoundError(`there is no session ${wanted}: the trace has ${there}`, { session: wanted });
}

async function byId(
  store: Pick<TraceStore, "getSession" | "listSessions">,
  wanted: string,
): Promise<MappingSession | undefined> {
  if (!/^[0-9a-f-]{1,36}$/i.test(wanted)) return undefined;
  const id = wanted.toLowerCase();
  const exact = await store.getSession(id);
  if (exact || id.length === 36) return exact;
  const candidates: MappingSession[] = [];
  for await (const session of everyItem((query) => store.listSessions(query), {}))
    if (session.id.startsWith(id) && candidates.push(session) > SHOWN_CANDIDATES) break;
  if (candidates.length <= 1) return candidates[0];
  const shown = candidates.slice(0, SHOWN_CANDIDATES).map((it) => it.id);
  const more = candidates.length > SHOWN_CANDIDATES ? " and more" : "";
  throw new UsageError(`several sessions begin with ${wanted}: ${shown.join(", ")}${more}`, {
    candidates: shown,
  });
}
