import { entityMappingId } from "../../identity/entity-mapping-id.js";
import type { ExecutionMetric } from "../../records/execution-metric.js";
import {
  LOSS_REASONS,
  MAX_OUTCOME_LOSSES,
  MAX_OUTCOME_TARGETS,
  OUTCOMES,
  SOURCE_STATUSES,
  VALIDATION_STATUSES,
  type IdentifierOutcome,
  type OutcomeLoss,
  type OutcomeTarget,
} from "../../records/identifier-outcome.js";
import { compareTargets } from "../merging/compare-targets.js";
import {
  confidence,
  count,
  date,
  flag,
  listOf,
  measure,
  name,
  nullable,
  objectOf,
  oneOf,
  recurring,
  text,
  uuid,
} from "./field-rules.js";
import { checkFields, rulesOf, type RecordCheck } from "./record-check.js";

const target = rulesOf<OutcomeTarget>({
  mappingId: uuid,
  targetId: name,
  confidence,
  hopCount: count,
  pathId: recurring(name),
  validationStatus: nullable(oneOf(VALIDATION_STATUSES)),
});

const loss = rulesOf<OutcomeLoss>({
  pathId: name,
  step: count,
  resource: name,
  type: name,
  identifier: name,
  reason: oneOf(LOSS_REASONS),
  detail: nullable(text),
});

const outcome = rulesOf<IdentifierOutcome>({
  sessionId: recurring(uuid),
  sourceType: recurring(name),
  sourceId: name,
  targetType: recurring(name),
  rawIds: listOf(text),
  outcome: oneOf(OUTCOMES),
  targets: listOf(objectOf(target), MAX_OUTCOME_TARGETS),
  targetCount: count,
  isAmbiguous: flag,
  matchedAs: nullable(text),
  sourceStatus: oneOf(SOURCE_STATUSES),
  losses: listOf(objectOf(loss), MAX_OUTCOME_LOSSES),
  lossCount: count,
  isProvisional: flag,
  answerFingerprint: nullable(recurring(name)),
  servedFrom: oneOf(["live", "cache"]),
  answeredBy: recurring(uuid),
  recordedAt: date,
});

const metric = rulesOf<ExecutionMetric>({
  id: uuid,
  sessionId: recurring(uuid),
  pathExecutionId: nullable(uuid),
  type: recurring(name),
  name: recurring(name),
  value: measure,
  unit: nullable(recurring(text)),
  recordedAt: date,
});

export function checkOutcome(value: unknown, check: RecordCheck): asserts value is IdentifierOutcome {
  checkFields(value, outcome, check);
  checkTargets(value, check);
  if (value.lossCount < value.losses.length) {
    throw check.invalid("lossCount", value.lossCount, "must not be less than the number of losses");
  }
  if (value.servedFrom === "live" && value.answeredBy !== value.sessionId) {
    throw check.invalid("answeredBy", value.answeredBy, "must be the session itself for a live answer");
  }
  if (value.answerFingerprint !== null) checkMayBeServed(value, check);
}

function checkTargets(value: IdentifierOutcome, check: RecordCheck): void {
  const { targets, targetCount } = value;
  const expected = value.outcome === "mapped" ? "1" : value.outcome === "mapped_to_many" ? "2 or more" : "0";
  const found = targetCount === 0 ? "0" : targetCount === 1 ? "1" : "2 or more";
  if (found !== expected)
    throw check.invalid("targetCount", targetCount, `must be ${expected} for the outcome ${value.outcome}`);
  const kept = Math.min(targetCount, MAX_OUTCOME_TARGETS);
  if (targets.length !== kept)
    throw check.invalid("targets", targets, `must have ${String(kept)} items, as targetCount says`);
  targets.forEach((it, i) => {
    const field = `targets[${String(i)}]`;
    const before = targets[i - 1];
    if (before !== undefined && compareTargets(before, it) >= 0) {
      throw check.invalid(
        field,
        it.targetId,
        "must come after the one before: by confidence descending, hops, target id",
      );
    }
    const { sourceType, sourceId, targetType } = value;
    if (it.mappingId !== entityMappingId({ sourceType, sourceId, targetType, targetId: it.targetId })) {
      throw check.invalid(
        `${field}.mappingId`,
        it.mappingId,
        "must be the id derived from the mapping's key",
      );
    }
  });
}

function checkMayBeServed(value: IdentifierOutcome, check: RecordCheck): void {
  const why =
    value.outcome === "unresolved"
      ? "an unresolved answer"
      : value.isProvisional
        ? "a provisional answer"
        : value.targetCount > value.targets.length
          ? "an answer that was cut"
          : undefined;
  if (why !== undefined) {
    throw check.invalid(
      "answerFingerprint",
      value.answerFingerprint,
      `must be null: ${why} is never served from the cache`,
    );
  }
}

export function checkMetric(value: unknown, check: RecordCheck): asserts value is ExecutionMetric {
  checkFields(value, metric, check);
}
