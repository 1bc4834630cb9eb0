import {
  canonicalJson,
  type IdentifierOutcome,
  type OutcomeLoss,
  type OutcomeTarget,
} from "@waymark/trace-core";
import { jsonString, jsonStringOrNull, jsonStrings } from "@waymark/trace-core/adapter";

import { boolean, instant, json, number, text, textOrNull, type Row, type RowShape } from "./row-shape.js";

interface Details {
  readonly targets: readonly OutcomeTarget[];
  readonly losses: readonly OutcomeLoss[];
  readonly lossCount: number;
}

export const outcomeRows: RowShape<IdentifierOutcome> = {
  columns: [
    { name: "session_id", type: "uuid" },
    { name: "source_id", type: "text" },
    { name: "source_type", type: "text" },
    { name: "target_type", type: "text" },
    { name: "outcome", type: "text" },
    { name: "target_count", type: "integer" },
    { name: "is_ambiguous", type: "boolean" },
    { name: "is_provisional", type: "boolean" },
    { name: "matched_as", type: "text" },
    { name: "source_status", type: "text" },
    { name: "answer_fingerprint", type: "text" },
    { name: "served_from", type: "text" },
    { name: "answered_by", type: "uuid" },
    { name: "recorded_at", type: "instant" },
    { name: "raw_ids", type: "text" },
    { name: "details", type: "text" },
  ],
  toRow: (it) => [
    it.sessionId,
    it.sourceId,
    it.sourceType,
    it.targetType,
    it.outcome,
    it.targetCount,
    it.isAmbiguous,
    it.isProvisional,
    it.matchedAs,
    it.sourceStatus,
    it.answerFingerprint,
    it.servedFrom,
    it.answeredBy,
    it.recordedAt,
    jsonStrings(it.rawIds),
    detailsText(it),
  ],
};

/** Canonical JSON of `Details`. */
function detailsText({ lossCount, losses, targets }: Details): string {
  const lost = losses.length === 0 ? "[]" : canonicalJson(losses);
  return `{"lossCount":${String(lossCount)},"losses":${lost},"targets":[${targets.map(targetText).join(",")}]}`;
}

function targetText(it: OutcomeTarget): string {
  return (
    `{"confidence":${String(it.confidence)},"hopCount":${String(it.hopCount)}` +
    `,"mappingId":${jsonString(it.mappingId)},"pathId":${jsonString(it.pathId)}` +
    `,"targetId":${jsonString(it.targetId)},"validationStatus":${jsonStringOrNull(it.validationStatus)}}`
  );
}

export function fromOutcomeRow(row: Row): IdentifierOutcome {
  return {
    sessionId: text(row, "session_id"),
    sourceId: text(row, "source_id"),
    sourceType: text(row, "source_type"),
    targetType: text(row, "target_type"),
    outcome: text(row, "outcome") as IdentifierOutcome["outcome"],
    targetCount: number(row, "target_count"),
    isAmbiguous: boolean(row, "is_ambiguous"),
    isProvisional: boolean(row, "is_provisional"),
    matchedAs: textOrNull(row, "matched_as"),
    sourceStatus: text(row, "source_status") as IdentifierOutcome["sourceStatus"],
    answerFingerprint: textOrNull(row, "answer_fingerprint"),
    servedFrom: text(row, "served_from") as IdentifierOutcome["servedFrom"],
    answeredBy: text(row, "answered_by"),
    recordedAt: instant(row, "recorded_at"),
    rawIds: json(row, "raw_ids") as string[],
    ...(json(row, "details") as Details),
  };
}
