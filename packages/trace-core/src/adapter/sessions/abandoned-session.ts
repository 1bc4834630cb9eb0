import type { Failure } from "../../records/failure.js";
import type { MappingSession } from "../../records/mapping-session.js";

/**
 * The session in the state `abandoned`.
 *
 * @param isOwnerDead whether the owner's process is known to be dead; otherwise the heartbeat was missing
 */
export function abandonedSession(session: MappingSession, now: Date, isOwnerDead: boolean): MappingSession {
  return {
    ...session,
    status: "abandoned",
    endedAt: now > session.startedAt ? now : session.startedAt,
    error: whyAbandoned(isOwnerDead),
  };
}

/** @param isOwnerDead whether the owner's process is known to be dead; otherwise the heartbeat was missing */
export function whyAbandoned(isOwnerDead: boolean): Failure {
  return { code: "abandoned", message: isOwnerDead ? "Its process is gone" : "It sent no heartbeat" };
}
