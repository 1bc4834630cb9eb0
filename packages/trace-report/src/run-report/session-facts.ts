import type { MappingSession } from "@waymark/trace-core";

import { sessionDurationMs } from "../shared/session-duration-ms.js";
import type { RunTiming, SessionFacts } from "./run-report-parts.js";

export function sessionFacts(session: MappingSession): SessionFacts {
  const { id, sourceType, targetType, sourceEndpoint, targetEndpoint, status } = session;
  return {
    id,
    sourceType,
    targetType,
    sourceEndpoint,
    targetEndpoint,
    status,
    startedAt: session.startedAt.toISOString(),
    endedAt: session.endedAt?.toISOString() ?? null,
    heartbeatAt: session.heartbeatAt.toISOString(),
    parameters: session.parameters,
    catalogFingerprint: session.catalogFingerprint,
    executorVersion: session.executorVersion,
    inputCount: session.inputCount,
    resultCount: session.resultCount,
    error: session.error,
    tags: session.tags,
  };
}

/** @param identifiers number of distinct identifiers that were answered */
export function runTiming(session: MappingSession, identifiers: number): RunTiming {
  const durationMs = sessionDurationMs(session);
  return { durationMs, identifiersPerSecond: durationMs ? (identifiers / durationMs) * 1_000 : null };
}

/** Explains a session that ran a strategy; null for any other. */
export function strategyNote({ id, parameters, inputCount, resultCount }: MappingSession): string | null {
  const { strategy, steps, options } = parameters;
  if (typeof strategy !== "string" || !Array.isArray(steps) || options !== undefined) return null;
  const counts =
    inputCount === null || resultCount === null
      ? ""
      : `; ${String(resultCount)} of its ${String(inputCount)} inputs came through`;
  return `The session ran the strategy ${strategy}, whose conversions are sessions of their own, tagged strategy:${id}${counts}.`;
}

/** What the status means for the counts; null if the session completed. */
export function statusNote({ status, error, parameters }: MappingSession): string | null {
  // Only mapping runs have `options`; other sessions, such as strategies, cannot be resumed.
  const wayOn = "options" in parameters ? " It can be resumed." : "";
  const because = error === null ? "" : ` (${error.code}: ${error.message})`;
  switch (status) {
    case "running":
      return "The session is still running: the counts cover what it has committed so far.";
    case "abandoned":
      return `The session was abandoned before its end: the counts cover what it had committed.${wayOn}`;
    case "cancelled":
      return `The session was cancelled before its end${because}: the counts cover what it had committed.${wayOn}`;
    case "failed":
      return `The session failed before its end${because}: the counts cover what it had committed.`;
    case "partial":
      return `A resource could not be asked${because}: unresolved identifiers may still have an answer.`;
    case "completed":
      return null;
  }
}
