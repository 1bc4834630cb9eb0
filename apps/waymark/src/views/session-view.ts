import { DEFAULT_STALE_AFTER_MS, isOwnerAlive, type MappingSession } from "@waymark/trace-core";
import { sessionDurationMs } from "@waymark/trace-report";

import type { SessionItem } from "../documents/sessions-document.js";
import type { Output } from "../frame/output/output.js";
import { table } from "../frame/output/table.js";
import { countText, durationText, timeText } from "./format.js";

/** @param now the time by the store's clock, which also records heartbeats */
export function sessionItem(session: MappingSession, now: Date): SessionItem {
  const { startedAt, endedAt, heartbeatAt } = session;
  return {
    id: session.id,
    sourceType: session.sourceType,
    targetType: session.targetType,
    status: session.status,
    isStale: isStale(session, now),
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    heartbeatAt: heartbeatAt.toISOString(),
    durationMs: sessionDurationMs(session),
    inputCount: session.inputCount,
    resultCount: session.resultCount,
    tags: session.tags,
    error: session.error,
  };
}

/** Judges like the next run that starts on this host. */
export function isStale({ status, owner, heartbeatAt }: MappingSession, now: Date): boolean {
  if (status !== "running") return false;
  if (owner !== null && isOwnerAlive(owner) === false) return true;
  return now.getTime() - heartbeatAt.getTime() >= DEFAULT_STALE_AFTER_MS;
}

export function sessionTable(items: readonly SessionItem[], output: Output): string {
  return table(
    ["session", "status", "started (UTC)", "took", "from", "to", "inputs", "mapped", "tags"],
    items.map((it) => [
      it.id,
      it.isStale ? "running (stale)" : it.status,
      timeText(it.startedAt),
      durationText(it.durationMs),
      it.sourceType,
      it.targetType,
      it.inputCount === null ? "-" : countText(it.inputCount),
      it.resultCount === null ? "-" : countText(it.resultCount),
      it.tags.join(", "),
    ]),
    output,
  );
}
