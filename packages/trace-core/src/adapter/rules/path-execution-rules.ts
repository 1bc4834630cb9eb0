import {
  PATH_EXECUTION_STATUSES,
  STEP_DIRECTIONS,
  type MappingPathExecutionLog,
  type PathStepLog,
} from "../../records/mapping-path-execution-log.js";
import {
  count,
  date,
  duration,
  listOf,
  name,
  nullable,
  objectOf,
  oneOf,
  sha256,
  text,
  uuid,
} from "./field-rules.js";
import { checkFields, rulesOf, type RecordCheck } from "./record-check.js";
import { failure } from "./session-rules.js";

const step = rulesOf<PathStepLog>({
  resource: name,
  map: nullable(name),
  release: nullable(text),
  contentHash: nullable(sha256),
  direction: oneOf(STEP_DIRECTIONS),
  inputType: name,
  outputType: name,
  inputCount: count,
  outputCount: count,
  durationMs: duration,
  attempts: count,
  error: nullable(objectOf(failure)),
});

const pathExecution = rulesOf<MappingPathExecutionLog>({
  id: uuid,
  sessionId: uuid,
  pathId: name,
  pathFingerprint: nullable(name),
  batchIndex: count,
  sourceType: name,
  targetType: name,
  status: oneOf(PATH_EXECUTION_STATUSES),
  startedAt: date,
  endedAt: date,
  durationMs: duration,
  inputCount: count,
  matchedCount: count,
  steps: listOf(objectOf(step)),
  error: nullable(objectOf(failure)),
});

export function checkPathExecution(
  value: unknown,
  check: RecordCheck,
): asserts value is MappingPathExecutionLog {
  checkFields(value, pathExecution, check);
  if (value.endedAt < value.startedAt)
    throw check.invalid("endedAt", value.endedAt, "must not be before startedAt");
  if (value.matchedCount > value.inputCount) {
    throw check.invalid("matchedCount", value.matchedCount, "must not be more than inputCount");
  }
}
