import { compareTargets } from "../adapter/merging/compare-targets.js";
import { entityMappingId } from "../identity/entity-mapping-id.js";
import { uuidV7 } from "../identity/id-source.js";
import { provenanceId } from "../identity/provenance-id.js";
import type { EntityMapping } from "../records/entity-mapping.js";
import type { EntityMappingProvenance } from "../records/entity-mapping-provenance.js";
import type { ExecutionMetric } from "../records/execution-metric.js";
import type { IdentifierOutcome } from "../records/identifier-outcome.js";
import type { MappingPathExecutionLog } from "../records/mapping-path-execution-log.js";
import type { MappingSession, SessionEnd } from "../records/mapping-session.js";
import type { TraceBatch } from "../records/trace-batch.js";

/** The time of a sample: this many milliseconds after the start of 2026. */
export function at(milliseconds: number): Date {
  return new Date(Date.UTC(2026, 0, 1) + milliseconds);
}

/** A complete session that has just started. */
export function sampleSession(fields: Partial<MappingSession> = {}): MappingSession {
  const startedAt = fields.startedAt ?? at(0);
  return {
    id: uuidV7(),
    sourceEndpoint: null,
    targetEndpoint: null,
    sourceType: "GENE",
    targetType: "PROTEIN",
    parameters: {},
    catalogFingerprint: null,
    resources: [],
    status: "running",
    startedAt,
    endedAt: null,
    heartbeatAt: startedAt,
    owner: null,
    inputCount: null,
    resultCount: null,
    executorVersion: null,
    error: null,
    tags: [],
    ...fields,
  };
}

export function sampleEnd(sessionId: string, fields: Partial<SessionEnd> = {}): SessionEnd {
  return {
    sessionId,
    status: "completed",
    endedAt: at(1_000),
    inputCount: null,
    resultCount: null,
    error: null,
    ...fields,
  };
}

export function samplePathExecution(
  sessionId: string,
  fields: Partial<MappingPathExecutionLog> = {},
): MappingPathExecutionLog {
  return {
    id: uuidV7(),
    sessionId,
    pathId: "gene-to-protein",
    pathFingerprint: null,
    batchIndex: 0,
    sourceType: "GENE",
    targetType: "PROTEIN",
    status: "success",
    startedAt: at(10),
    endedAt: at(20),
    durationMs: 10,
    inputCount: 1,
    matchedCount: 1,
    steps: [],
    error: null,
    ...fields,
  };
}

/** A mapping with the id derived from its key. */
export function sampleMapping(fields: Partial<EntityMapping> = {}): EntityMapping {
  const key = { sourceType: "GENE", sourceId: "g", targetType: "PROTEIN", targetId: "p" };
  const mapping = {
    ...key,
    firstSeenAt: at(100),
    lastSeenAt: at(100),
    metadata: {},
    observedAt: at(100),
    observedBy: null,
    confidence: 0.9,
    hopCount: 1,
    direction: "forward" as const,
    mappingSource: ["table"],
    isDerived: false,
    derivationPath: [],
    ...fields,
  };
  return { ...mapping, id: entityMappingId(mapping) };
}

/** Provenance with the id derived from its content. */
export function sampleProvenance(
  mapping: EntityMapping,
  execution: MappingPathExecutionLog,
  fields: Partial<EntityMappingProvenance> = {},
): EntityMappingProvenance {
  const hops = fields.hops ?? [
    {
      type: mapping.targetType,
      identifier: mapping.targetId,
      resource: "table",
      map: null,
      release: "1",
      direction: "forward",
      relation: "product",
      matchedAs: null,
      confidence: 0.9,
    },
  ];
  return {
    mappingId: mapping.id,
    sessionId: execution.sessionId,
    pathExecutionId: execution.id,
    pathId: execution.pathId,
    recordedAt: at(100),
    confidence: 0.9,
    hopCount: hops.length,
    direction: "forward",
    isDerived: false,
    executorVersion: null,
    ...fields,
    hops,
    id: provenanceId(mapping.id, execution.id, hops),
  };
}

/** An outcome with the targets of the mappings, if any. */
export function sampleOutcome(
  sessionId: string,
  mappings: readonly EntityMapping[] = [],
  fields: Partial<IdentifierOutcome> = {},
): IdentifierOutcome {
  const targets = mappings
    .map(({ id, targetId, confidence, hopCount }) => ({
      mappingId: id,
      targetId,
      confidence,
      hopCount,
      pathId: "gene-to-protein",
      validationStatus: null,
    }))
    .sort(compareTargets);
  const sourceId = mappings[0]?.sourceId ?? "g";
  return {
    sessionId,
    sourceType: "GENE",
    sourceId,
    targetType: "PROTEIN",
    rawIds: [sourceId],
    outcome: targets.length === 0 ? "not_found" : targets.length === 1 ? "mapped" : "mapped_to_many",
    targets,
    targetCount: targets.length,
    isAmbiguous: false,
    matchedAs: null,
    sourceStatus: "unknown",
    losses: [],
    lossCount: 0,
    isProvisional: false,
    answerFingerprint: "fingerprint",
    servedFrom: "live",
    answeredBy: sessionId,
    recordedAt: at(100),
    ...fields,
  };
}

export function sampleMetric(sessionId: string, fields: Partial<ExecutionMetric> = {}): ExecutionMetric {
  return {
    id: uuidV7(),
    sessionId,
    pathExecutionId: null,
    type: "counter",
    name: "identifiers",
    value: 1,
    unit: null,
    recordedAt: at(100),
    ...fields,
  };
}

/** A session with one path execution and, for each of `count` genes, a mapping, its provenance and its outcome. */
export interface SampleRun extends Required<Omit<TraceBatch, "sessionEnds" | "metrics">> {
  readonly session: MappingSession;
  readonly execution: MappingPathExecutionLog;
}

export function sampleRun(
  count: number,
  options: { prefix?: string; session?: MappingSession } = {},
): SampleRun {
  const session = options.session ?? sampleSession();
  const execution = samplePathExecution(session.id, { inputCount: count, matchedCount: count });
  const mappings = Array.from({ length: count }, (_, i) => {
    const id = `${options.prefix ?? "g"}${String(i).padStart(6, "0")}`;
    return sampleMapping({ sourceId: id, targetId: `p-${id}` });
  });
  return {
    session,
    execution,
    sessionStarts: [session],
    pathExecutions: [execution],
    mappings,
    provenance: mappings.map((it) => sampleProvenance(it, execution)),
    outcomes: mappings.map((it) => sampleOutcome(session.id, [it])),
  };
}

/** The part of a run that `TraceStore.write` accepts. */
export function batchOf({
  sessionStarts,
  pathExecutions,
  mappings,
  provenance,
  outcomes,
}: SampleRun): TraceBatch {
  return { sessionStarts, pathExecutions, mappings, provenance, outcomes };
}
