import { escapeRawId, isInvalidSourceId, type TraceStore } from "@waymark/trace-core";

import { firstPages } from "../../shared/first-pages.js";
import { secondarySessions } from "../secondary/secondary-sessions.js";

/** Maximum number of pages of refused inputs that are searched in one session. */
const PAGES_SEARCHED = 10;
/** Maximum number of rows: all empty cells of a column have the same text. */
const MAX_ROWS = 10;

/**
 * The source ids of rows whose input is not an identifier but came with secondary identifiers. Their hash differs in
 * every such row, and the trace has no index of their text. Returns the rows of the newest session that has any, as far
 * as it was searched.
 *
 * @param sessionId only this session. Default: the newest ones
 */
export async function findRefusedRows(
  store: TraceStore,
  asked: string,
  sessionId: string | undefined,
): Promise<string[]> {
  for (const session of await secondarySessions(store, sessionId)) {
    const rows = new Set<string>();
    await firstPages(
      (page) => store.listOutcomes(page),
      { sessionId: session.id, fromSourceId: "invalid:" },
      PAGES_SEARCHED,
      (items) => {
        for (const { sourceId, rawIds } of items)
          if (isInvalidSourceId(sourceId) && isWritten(rawIds, asked)) rows.add(sourceId);
        const isPast = !(items.at(-1)?.sourceId.startsWith("invalid:") ?? false);
        return !isPast && rows.size < MAX_ROWS;
      },
    );
    if (rows.size > 0) return [...rows].slice(0, MAX_ROWS);
  }
  return [];
}

/** Whether the input came in as this text. */
export function isWritten(rawIds: readonly string[], asked: string): boolean {
  return rawIds.includes(asked) || rawIds.includes(escapeRawId(asked));
}
