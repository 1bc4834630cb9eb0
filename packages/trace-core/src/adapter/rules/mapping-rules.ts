import { entityMappingId } from "../../identity/entity-mapping-id.js";
import { provenanceId } from "../../identity/provenance-id.js";
import { MAPPING_DIRECTIONS, type EntityMapping } from "../../records/entity-mapping.js";
import {
  RELATIONS,
  type EntityMappingProvenance,
  type ProvenanceHop,
} from "../../records/entity-mapping-provenance.js";
import { STEP_DIRECTIONS } from "../../records/mapping-path-execution-log.js";
import {
  confidence,
  count,
  date,
  derivedId,
  flag,
  jsonObject,
  listOf,
  name,
  nullable,
  objectOf,
  oneOf,
  recurring,
  text,
  uuid,
} from "./field-rules.js";
import { checkFields, rulesOf, type RecordCheck } from "./record-check.js";

const direction = oneOf(MAPPING_DIRECTIONS);

const mapping = rulesOf<EntityMapping>({
  id: derivedId,
  sourceType: recurring(name),
  sourceId: name,
  targetType: recurring(name),
  targetId: name,
  firstSeenAt: date,
  lastSeenAt: date,
  metadata: jsonObject,
  observedAt: date,
  observedBy: nullable(uuid),
  confidence,
  hopCount: count,
  direction,
  mappingSource: listOf(name),
  isDerived: flag,
  derivationPath: listOf(name),
});

/** In the order of canonical JSON, in which the logger builds hops. */
const hop = rulesOf<ProvenanceHop>({
  confidence,
  direction: oneOf(STEP_DIRECTIONS),
  identifier: name,
  map: nullable(name),
  matchedAs: nullable(text),
  relation: oneOf(RELATIONS),
  release: nullable(text),
  resource: name,
  type: name,
});

const provenance = rulesOf<EntityMappingProvenance>({
  id: derivedId,
  mappingId: uuid,
  sessionId: recurring(uuid),
  pathExecutionId: recurring(uuid),
  pathId: recurring(name),
  recordedAt: date,
  confidence,
  hopCount: count,
  direction,
  isDerived: flag,
  executorVersion: nullable(recurring(text)),
  hops: listOf(objectOf(hop)),
});

export function checkMapping(value: unknown, check: RecordCheck): asserts value is EntityMapping {
  checkFields(value, mapping, check);
  if (!check.isIdDerived && value.id !== entityMappingId(value))
    throw check.invalid("id", value.id, "must be the id derived from the mapping's key");
  if (value.lastSeenAt < value.firstSeenAt)
    throw check.invalid("lastSeenAt", value.lastSeenAt, "must not be before firstSeenAt");
}

export function checkProvenance(
  value: unknown,
  check: RecordCheck,
): asserts value is EntityMappingProvenance {
  checkFields(value, provenance, check);
  if (value.hopCount !== value.hops.length)
    throw check.invalid("hopCount", value.hopCount, "must be the number of hops");
  if (!check.isIdDerived && value.id !== provenanceId(value.mappingId, value.pathExecutionId, value.hops)) {
    throw check.invalid("id", value.id, "must be the id derived from mapping, path execution and hops");
  }
}
