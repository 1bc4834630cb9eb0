import type { Clock } from "../clock.js";
import { entityMappingId } from "../identity/entity-mapping-id.js";
import type { IdSource } from "../identity/id-source.js";
import { provenanceIdOfFinal } from "../identity/provenance-id.js";
import type { EntityMapping } from "../records/entity-mapping.js";
import type { EntityMappingProvenance, ProvenanceHop } from "../records/entity-mapping-provenance.js";
import type { ExecutionMetric } from "../records/execution-metric.js";
import type { IdentifierOutcome } from "../records/identifier-outcome.js";
import type { JsonObject } from "../records/json.js";
import type { MappingPathExecutionLog, PathStepLog } from "../records/mapping-path-execution-log.js";
import type { MappingSession, SessionEnd, SessionOwner } from "../records/mapping-session.js";
import type { TraceBatch } from "../records/trace-batch.js";
import { directionOf, latestByMapping, observed, readableHops, timeOf } from "./observations.js";
import type {
  EntityMappingInput,
  EntityMappingProvenanceInput,
  ExecutionMetricInput,
  IdentifierOutcomeInput,
  MappingPathExecutionInput,
  MappingSessionInput,
  ProvenanceHopInput,
  SessionEndInput,
  TraceBatchInput,
} from "./record-inputs.js";
import { sessionResources } from "./session-resources.js";
import {
  derivedOrNil,
  each,
  hasOnlyFieldsOf,
  isAbsent,
  isObject,
  orElse,
  ownDate,
  unsigned,
  withDefaults,
  type Defaults,
} from "./with-defaults.js";

export interface RecordBuilderOptions {
  readonly clock: Clock;
  readonly newId: IdSource;
  readonly owner: SessionOwner | null;
  readonly executorVersion: string | null;
}

/** Completes records with defaults. Checks nothing: `prepareBatch` does that. */
export class RecordBuilder {
  /** The last date copied in the current call. Not shared between calls: the caller receives it with the records. */
  private instant: Date | null = null;

  constructor(private readonly options: RecordBuilderOptions) {}

  batch(input: TraceBatchInput): TraceBatch {
    if (!isObject(input)) return input;
    this.instant = null;
    const provenance = each(input.provenance, (it) => this.provenance(it));
    const batch: Record<string, unknown> = {};
    for (const [kind, given] of Object.entries(input) as [string, unknown][]) {
      if (given !== undefined) batch[kind] = this.kind(kind, input, provenance, given);
    }
    return batch;
  }

  private kind(
    kind: string,
    input: TraceBatchInput,
    provenance: readonly EntityMappingProvenance[] | undefined,
    given: unknown,
  ): unknown {
    switch (kind) {
      case "sessionStarts":
        return each(input.sessionStarts, (it) => this.session(it));
      case "pathExecutions":
        return each(input.pathExecutions, (it) => this.pathExecution(it));
      case "mappings": {
        const observations = latestByMapping(provenance);
        return each(input.mappings, (it) => this.mapping(it, observations));
      }
      case "provenance":
        return provenance;
      case "outcomes":
        return each(input.outcomes, (it) => this.outcome(it));
      case "metrics":
        return each(input.metrics, (it) => this.metric(it));
      case "sessionEnds":
        return each(input.sessionEnds, (it) => this.sessionEnd(it));
      default:
        // An unknown kind is left to validation.
        return given;
    }
  }

  session(input: MappingSessionInput): MappingSession {
    const startedAt = input.startedAt ?? this.options.clock();
    return withDefaults<MappingSession>(
      {
        id: input.id ?? this.options.newId(),
        sourceEndpoint: null,
        targetEndpoint: null,
        parameters: {},
        catalogFingerprint: null,
        resources: [],
        status: "running",
        startedAt,
        endedAt: null,
        heartbeatAt: startedAt,
        owner: this.options.owner,
        inputCount: null,
        resultCount: null,
        executorVersion: this.options.executorVersion,
        error: null,
        tags: [],
      },
      { ...input, resources: sessionResources(input.resources) },
    );
  }

  sessionEnd(input: SessionEndInput): SessionEnd {
    return withDefaults<SessionEnd>(
      { endedAt: this.options.clock(), inputCount: null, resultCount: null, error: null },
      input,
    );
  }

  pathExecution(input: MappingPathExecutionInput): MappingPathExecutionLog {
    const endedAt = input.endedAt ?? this.options.clock();
    const startedAt = input.startedAt ?? endedAt;
    const steps = each(input.steps, (it) => withDefaults<PathStepLog>(STEP_DEFAULTS, it));
    return withDefaults<MappingPathExecutionLog>(
      {
        id: input.id ?? this.options.newId(),
        pathFingerprint: null,
        batchIndex: 0,
        startedAt,
        endedAt,
        durationMs: Math.max(0, timeOf(endedAt) - timeOf(startedAt)) || 0,
        steps: [],
        error: null,
      },
      { ...input, steps },
    );
  }

  // There may be hundreds of thousands of mappings, provenance, hops, outcomes and metrics. Object literals are several
  // times faster than spreading defaults, which is done only for inputs with unknown fields, so that validation sees
  // them.

  mapping(
    input: EntityMappingInput,
    observations: ReadonlyMap<string, EntityMappingProvenance>,
  ): EntityMapping {
    const id = isAbsent(input.id) ? derivedOrNil(() => entityMappingId(input)) : input.id;
    const observation = observations.get(id);
    const seenAt = orElse(input.observedAt, observation?.recordedAt ?? this.options.clock());
    const seen = observation === undefined ? UNOBSERVED : observed(observation);
    const mapping: EntityMapping = {
      id,
      sourceType: input.sourceType,
      sourceId: input.sourceId,
      targetType: input.targetType,
      targetId: input.targetId,
      firstSeenAt: orElse(input.firstSeenAt, seenAt),
      lastSeenAt: orElse(input.lastSeenAt, seenAt),
      metadata: orElse(input.metadata, NO_METADATA),
      observedAt: seenAt,
      observedBy: orElse(input.observedBy, seen.observedBy),
      confidence: unsigned(orElse(input.confidence, seen.confidence)),
      hopCount: unsigned(orElse(input.hopCount, seen.hopCount)),
      direction: orElse(input.direction, seen.direction),
      mappingSource: orElse(input.mappingSource, seen.mappingSource),
      isDerived: orElse(input.isDerived, seen.isDerived),
      derivationPath: orElse(input.derivationPath, seen.derivationPath),
    };
    return hasOnlyFieldsOf(mapping, input) ? mapping : withDefaults(mapping, input);
  }

  provenance(input: EntityMappingProvenanceInput): EntityMappingProvenance {
    const hops = each(input.hops, wholeHop);
    const { mappingId, pathExecutionId } = input;
    const provenance: EntityMappingProvenance = {
      id: isAbsent(input.id)
        ? derivedOrNil(() => provenanceIdOfFinal(mappingId, pathExecutionId, hops))
        : input.id,
      mappingId,
      sessionId: input.sessionId,
      pathExecutionId,
      pathId: input.pathId,
      recordedAt: isAbsent(input.recordedAt) ? this.options.clock() : this.ownInstant(input.recordedAt),
      confidence: unsigned(input.confidence),
      hopCount: unsigned(orElse(input.hopCount, readableHops(hops).length)),
      direction: orElse(input.direction, directionOf(hops)),
      isDerived: orElse(input.isDerived, false),
      executorVersion: orElse(input.executorVersion, this.options.executorVersion),
      hops,
    };
    return hasOnlyFieldsOf(provenance, input) ? provenance : withDefaults(provenance, { ...input, hops });
  }

  /** Like `ownDate`, but consecutive records with the same date share one copy. */
  private ownInstant(date: Date): Date {
    if (this.instant === null || timeOf(date) !== timeOf(this.instant)) this.instant = ownDate(date);
    return this.instant;
  }

  outcome(input: IdentifierOutcomeInput): IdentifierOutcome {
    const outcome: IdentifierOutcome = {
      sessionId: input.sessionId,
      sourceType: input.sourceType,
      sourceId: input.sourceId,
      targetType: input.targetType,
      rawIds: isAbsent(input.rawIds) ? [input.sourceId] : input.rawIds,
      outcome: input.outcome,
      targets: orElse(input.targets, []),
      targetCount: orElse(input.targetCount, input.targets?.length ?? 0),
      isAmbiguous: orElse(input.isAmbiguous, false),
      matchedAs: orElse(input.matchedAs, null),
      sourceStatus: orElse(input.sourceStatus, "unknown"),
      losses: orElse(input.losses, []),
      lossCount: orElse(input.lossCount, input.losses?.length ?? 0),
      isProvisional: orElse(input.isProvisional, false),
      answerFingerprint: orElse(input.answerFingerprint, null),
      servedFrom: orElse(input.servedFrom, "live"),
      answeredBy: orElse(input.answeredBy, input.sessionId),
      recordedAt: isAbsent(input.recordedAt) ? this.options.clock() : input.recordedAt,
    };
    return hasOnlyFieldsOf(outcome, input) ? outcome : withDefaults(outcome, input);
  }

  metric(input: ExecutionMetricInput): ExecutionMetric {
    const metric: ExecutionMetric = {
      id: isAbsent(input.id) ? this.options.newId() : input.id,
      sessionId: input.sessionId,
      pathExecutionId: orElse(input.pathExecutionId, null),
      type: orElse(input.type, "custom"),
      name: input.name,
      value: unsigned(input.value),
      unit: orElse(input.unit, null),
      recordedAt: isAbsent(input.recordedAt) ? this.options.clock() : ownDate(input.recordedAt),
    };
    return hasOnlyFieldsOf(metric, input) ? metric : withDefaults(metric, input);
  }
}

const STEP_DEFAULTS = {
  map: null,
  release: null,
  contentHash: null,
  direction: "forward",
  attempts: 1,
  error: null,
} as const satisfies Defaults<PathStepLog>;

/** Shared by all mappings without metadata. */
const NO_METADATA: JsonObject = Object.freeze({});

/** Defaults of a mapping that was logged without provenance; its confidence has none. */
const UNOBSERVED = {
  observedBy: null,
  confidence: undefined as unknown as number,
  hopCount: 1,
  direction: "forward",
  mappingSource: [],
  isDerived: false,
  derivationPath: [],
} as const satisfies Partial<EntityMapping>;

/**
 * Builds a hop in the order of canonical JSON, in which it is stored, and from which the id of its provenance is
 * derived.
 */
function wholeHop(input: ProvenanceHopInput): ProvenanceHop {
  const hop: ProvenanceHop = {
    confidence: unsigned(input.confidence),
    direction: orElse(input.direction, "forward"),
    identifier: input.identifier,
    map: orElse(input.map, null),
    matchedAs: orElse(input.matchedAs, null),
    relation: orElse(input.relation, "same"),
    release: orElse(input.release, null),
    resource: input.resource,
    type: input.type,
  };
  return hasOnlyFieldsOf(hop, input) ? hop : withDefaults(hop, input);
}
