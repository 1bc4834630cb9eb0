import {
  MAPPING_SESSION_STATUSES,
  type MappingSession,
  type SessionEnd,
  type SessionOwner,
} from "../../records/mapping-session.js";
import type { Failure } from "../../records/failure.js";
import { MAX_SESSION_RESOURCES, type SessionResource } from "../../records/session-resource.js";
import { compareBytes } from "../../text/compare-bytes.js";
import {
  count,
  date,
  jsonObject,
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

export const failure = rulesOf<Failure>({ code: name, message: text });

const owner = rulesOf<SessionOwner>({ host: text, processId: count, processStartedAt: date });

const resource = rulesOf<SessionResource>({
  name,
  release: nullable(text),
  contentHash: nullable(sha256),
  title: nullable(text),
  homepage: nullable(text),
  license: nullable(text),
  citation: nullable(text),
});

const session = rulesOf<MappingSession>({
  id: uuid,
  sourceEndpoint: nullable(name),
  targetEndpoint: nullable(name),
  sourceType: name,
  targetType: name,
  parameters: jsonObject,
  catalogFingerprint: nullable(name),
  resources: listOf(objectOf(resource), MAX_SESSION_RESOURCES),
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
});

const end = rulesOf<SessionEnd>({
  sessionId: uuid,
  status: oneOf(MAPPING_SESSION_STATUSES.filter((it) => it !== "running")),
  endedAt: date,
  inputCount: nullable(count),
  resultCount: nullable(count),
  error: nullable(objectOf(failure)),
});

export function checkOwner(value: unknown, check: RecordCheck): void {
  nullable(objectOf(owner))(value, check, "owner");
}

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
  checkResources(value.resources, check);
}

function checkResources(resources: readonly SessionResource[], check: RecordCheck): void {
  resources.forEach((it, i) => {
    const before = resources[i - 1];
    if (before === undefined || compareBytes(before.name, it.name) < 0) return;
    throw check.invalid(
      `resources[${String(i)}].name`,
      it.name,
      before.name === it.name
        ? "must be unique: the resource before has the same name"
        : "must come after the one before: by name ascending",
    );
  });
}

export function checkSessionEnd(value: unknown, check: RecordCheck): asserts value is SessionEnd {
  checkFields(value, end, check);
}
