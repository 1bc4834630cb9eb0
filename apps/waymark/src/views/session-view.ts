import { DEFAULT_STALE_AFTER_MS, isOwnerAlive, type MappingSession } from "@waymark/trace-core";

import type { SessionItem } from "../documents/sessions-document.js";
import type { Output } from "../frame/output/output.js";
import { table } from "../frame/output/table.js";
import { countText, durationText, timeText } from "./format.js";

/** Sooner there is no sign of life but that the start was written down. */
const FIRST_SIGN_MS = 1_000;

/** @param now by the store's clock, which notes the signs of life */
export function sessionItem(session: MappingSession, now: Date): SessionItem {
  const { startedAt, endedAt, heartbeatAt } = session;
  const until = endedAt ?? (heartbeatAt > startedAt ? heartbeatAt : startedAt);
  // Its process has given no sign of life yet, or died before the first one: when, nobody knows.
  const isUntold =
    (endedAt === null || session.status === "abandoned") &&
    until.getTime() - startedAt.getTime() < FIRST_SIGN_MS;
  return {
    id: session.id,
    sourceType: session.sourceType,
    targetType: session.targetType,
    status: session.status,
    isStale: isStale(session, now),
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    heartbeatAt: heartbeatAt.toISOString(),
    durationMs: isUntold ? null : until.getTime() - startedAt.getTime(),
    inputCount: session.inputCount,
    resultCount: session.resultCount,
    tags: session.tags,
    error: session.error,
  };
}

/** As the next start of a run on this host would judge. */
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
