import {
  MAPPING_SESSION_STATUSES,
  type MappingSession,
  type SessionEnd,
  type SessionOwner,
} from "../../records/mapping-session.js";
import type { Failure } from "../../records/failure.js";
import {
  count,
  date,
  jsonObject,
  listOf,
  name,
  nullable,
  objectOf,
  oneOf,
  text,
  uuid,
} from "./field-rules.js";
import { checkFields, type RecordCheck, type Rules } from "./record-check.js";

export const failure: Rules<Failure> = { code: name, message: text };

const owner: Rules<SessionOwner> = { host: text, processId: count, processStartedAt: date };

const session: Rules<MappingSession> = {
  id: uuid,
  sourceEndpoint: nullable(name),
  targetEndpoint: nullable(name),
  sourceType: name,
  targetType: name,
  parameters: jsonObject,
  catalogFingerprint: nullable(name),
  status: oneOf(MAPPING_SESSION_STATUSES),
  startedAt: date,
  endedAt: nullable(date),
  heartbeatAt: date,
  owner: nullable(objectOf(owner)),
  inputCount: nullable(count),
  resultCount: nullable(count),
  executorVersion: nullable(text),
  error: nullable(objectOf(failure)),
  tags: listOf(text),
};

const end: Rules<SessionEnd> = {
  sessionId: uuid,
  status: oneOf(MAPPING_SESSION_STATUSES.filter((it) => it !== "running")),
  endedAt: date,
  inputCount: nullable(count),
  resultCount: nullable(count),
  error: nullable(objectOf(failure)),
};

export function checkSessionStart(value: unknown, check: RecordCheck): asserts value is MappingSession {
  checkFields(value, session, check);
  if (value.status !== "running")
    throw check.invalid("status", value.status, "must be running: a session starts so");
  if (value.endedAt !== null)
    throw check.invalid("endedAt", value.endedAt, "must be null: the session only starts");
  if (value.resultCount !== null)
    throw check.invalid("resultCount", value.resultCount, "must be null: the session only starts");
  if (value.error !== null)
    throw check.invalid("error", value.error, "must be null: the session only starts");
}

export function checkSessionEnd(value: unknown, check: RecordCheck): asserts value is SessionEnd {
  checkFields(value, end, check);
}
