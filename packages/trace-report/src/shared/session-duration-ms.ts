import type { MappingSession } from "@waymark/trace-core";

/** A heartbeat within this time is only the one written with the start. */
const FIRST_SIGN_MS = 1_000;

/**
 * From start to end, in ms; until the last heartbeat if the session has not ended or was abandoned, and null if it sent
 * none after its start: nobody knows how long its process ran.
 */
export function sessionDurationMs({
  status,
  startedAt,
  endedAt,
  heartbeatAt,
}: MappingSession): number | null {
  // The end of an abandoned session is when that was noticed, not when the session stopped.
  const isTold = status !== "abandoned" && endedAt !== null;
  const durationMs = Math.max(0, (isTold ? endedAt : heartbeatAt).getTime() - startedAt.getTime());
  return isTold || durationMs >= FIRST_SIGN_MS ? durationMs : null;
}
