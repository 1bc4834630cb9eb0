import type { ExplainedMapping, ExplainedProvenance, ExplainedSession } from "../explanation.js";
import { confidenceText, hopText } from "./hop-text.js";
import { shownIdentifier } from "../../shared/invalid-input.js";
import { count, day, decimal, joined } from "../../shared/words.js";

/** One mapping with all its observations. */
export function* mappingText(
  mapping: ExplainedMapping,
  sessions: ReadonlyMap<string, ExplainedSession>,
): Generator<string> {
  const { sourceType, targetType, targetId, confidence, isInLatestAnswer, provenance } = mapping;
  const stands = isInLatestAnswer === false ? "; not in the newest answer" : "";
  yield `  ${sourceType} ${shownIdentifier(mapping)} → ${targetType} ${targetId}, confidence ${decimal(confidence)}${stands}`;
  yield* observationsText(mapping, provenance.items, sessions, "    ");
  yield* cutText(mapping, "    ");
}

/** Observations with the same content are described once, with all sessions that made them. */
export function* observationsText(
  mapping: Pick<ExplainedMapping, "sourceType" | "targetType">,
  observations: readonly ExplainedProvenance[],
  sessions: ReadonlyMap<string, ExplainedSession>,
  indent: string,
): Generator<string> {
  const alike = new Map<string, ExplainedProvenance[]>();
  for (const it of observations) {
    const key = JSON.stringify([it.pathId, it.confidence, it.hops]);
    alike.set(key, [...(alike.get(key) ?? []), it]);
  }
  for (const group of alike.values()) {
    const [newest] = group;
    if (!newest) continue;
    yield `${indent}Along ${newest.pathId}, seen live ${seenIn(mapping, group, sessions)}:`;
    for (const [i, hop] of newest.hops.entries()) yield `${indent}  ${String(i + 1)}. ${hopText(hop)}`;
    yield `${indent}  ${confidenceText(newest)}`;
    const status = group.map((it) => it.validationStatus).find((it) => it !== null);
    if (status) yield `${indent}  ${VALIDATION[status]}`;
    const served = new Set(group.flatMap((it) => it.servedTo?.items ?? []));
    const isCut = group.some((it) => it.servedTo?.truncated === true);
    if (served.size > 0)
      yield `${indent}  Served from the cache since to ${isCut ? "at least " : ""}${count(served.size, "session")}: ${joined([...served])}.`;
  }
}

/** Says so if not all observations of the mapping are shown. */
export function* cutText({ provenance }: ExplainedMapping, indent: string): Generator<string> {
  if (!provenance.truncated) return;
  const total = provenance.total === null ? "more" : count(provenance.total, "observation");
  yield `${indent}There are ${total === "more" ? "more observations than are shown here" : `${total} in all`}.`;
}

function seenIn(
  mapping: Pick<ExplainedMapping, "sourceType" | "targetType">,
  group: readonly ExplainedProvenance[],
  sessions: ReadonlyMap<string, ExplainedSession>,
): string {
  const ids = [...new Set(group.map((it) => it.sessionId))];
  const newest = group[0]?.recordedAt ?? "";
  const oldest = group.at(-1)?.recordedAt ?? "";
  const isBack = ids.every((id) => isMappedBack(mapping, sessions.get(id)));
  const what = isBack ? " while targets were mapped back" : "";
  if (ids.length === 1) return `on ${day(newest)} by session ${ids.join("")}${what}`;
  return `by ${count(ids.length, "session")}${what}, last on ${day(newest)} by ${ids[0] ?? ""}, first on ${day(oldest)} by ${ids.at(-1) ?? ""}`;
}

/** Whether the session mapped in the other direction, so that this observation is from mapping its targets back. */
function isMappedBack(
  { sourceType, targetType }: Pick<ExplainedMapping, "sourceType" | "targetType">,
  session: ExplainedSession | undefined,
): boolean {
  if (session === undefined || sourceType === targetType) return false;
  return session.sourceType === targetType && session.targetType === sourceType;
}

const VALIDATION = {
  validated: "Mapped back, it led to the identifier again.",
  validated_ambiguous: "Mapped back, it led to the identifier again, and to others.",
  renamed: "Mapped back, it led to the current label of the entity that the identifier names.",
  one_way: "Mapped back, it did not lead to the identifier again.",
  no_reverse_path: "It could not be mapped back: no path leads there.",
  no_target: "There was nothing to map back.",
} as const;
