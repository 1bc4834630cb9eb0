import { compareBytes } from "../adapter/compare-bytes.js";
import type { Clock } from "../clock.js";
import { entityMappingId } from "../identity/entity-mapping-id.js";
import type { IdSource } from "../identity/id-source.js";
import { provenanceId } from "../identity/provenance-id.js";
import type { EntityMapping, MappingDirection } from "../records/entity-mapping.js";
import type { EntityMappingProvenance, ProvenanceHop } from "../records/entity-mapping-provenance.js";
import type { ExecutionMetric } from "../records/execution-metric.js";
import type { IdentifierOutcome } from "../records/identifier-outcome.js";
import type { MappingPathExecutionLog, PathStepLog } from "../records/mapping-path-execution-log.js";
import type { MappingSession, SessionEnd, SessionOwner } from "../records/mapping-session.js";
import type { TraceBatch } from "../records/trace-batch.js";
import type {
  EntityMappingInput,
  EntityMappingProvenanceInput,
  ExecutionMetricInput,
  IdentifierOutcomeInput,
  MappingPathExecutionInput,
  MappingSessionInput,
  PathStepInput,
  ProvenanceHopInput,
  SessionEndInput,
  TraceBatchInput,
} from "./record-inputs.js";
import { derivedOrNil, withDefaults } from "./with-defaults.js";

export interface RecordBuilderOptions {
  readonly clock: Clock;
  readonly newId: IdSource;
  readonly owner: SessionOwner | null;
  readonly executorVersion: string | null;
}

/** Makes whole records of what was left out. Checks nothing: `prepareBatch` does. */
export class RecordBuilder {
  constructor(private readonly options: RecordBuilderOptions) {}

  batch(input: TraceBatchInput): TraceBatch {
    const provenance = each(input.provenance, (it) => this.provenance(it));
    const observations = latestByMapping(provenance ?? []);
    return withDefaults<TraceBatch>(
      {},
      {
        ...input,
        sessionStarts: each(input.sessionStarts, (it) => this.session(it)),
        pathExecutions: each(input.pathExecutions, (it) => this.pathExecution(it)),
        mappings: each(input.mappings, (it) => this.mapping(it, observations)),
        provenance,
        outcomes: each(input.outcomes, (it) => this.outcome(it)),
        metrics: each(input.metrics, (it) => this.metric(it)),
        sessionEnds: each(input.sessionEnds, (it) => this.sessionEnd(it)),
      },
    );
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
      input,
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
    const steps = Array.isArray(input.steps)
      ? input.steps.map((it: PathStepInput) => withDefaults<PathStepLog>(STEP_DEFAULTS, it))
      : input.steps;
    return withDefaults<MappingPathExecutionLog>(
      {
        id: input.id ?? this.options.newId(),
        pathFingerprint: null,
        batchIndex: 0,
        startedAt,
        endedAt,
        durationMs: Math.max(0, Number(endedAt) - Number(startedAt)) || 0,
        steps: [],
        error: null,
      },
      { ...input, steps },
    );
  }

  mapping(
    input: EntityMappingInput,
    observations: ReadonlyMap<string, EntityMappingProvenance>,
  ): EntityMapping {
    const id = input.id ?? derivedOrNil(() => entityMappingId(input));
    const observation = observations.get(id);
    const seenAt = input.observedAt ?? observation?.recordedAt ?? this.options.clock();
    return withDefaults<EntityMapping>(
      {
        id,
        firstSeenAt: seenAt,
        lastSeenAt: seenAt,
        metadata: {},
        observedAt: seenAt,
        observedBy: null,
        hopCount: 1,
        direction: "forward",
        mappingSource: [],
        isDerived: false,
        derivationPath: [],
        ...(observation && observed(observation)),
      },
      input,
    );
  }

  provenance(input: EntityMappingProvenanceInput): EntityMappingProvenance {
    const hops = wholeHops(input.hops);
    const { mappingId, pathExecutionId } = input;
    return withDefaults<EntityMappingProvenance>(
      {
        id: input.id ?? derivedOrNil(() => provenanceId(mappingId, pathExecutionId, hops)),
        recordedAt: this.options.clock(),
        hopCount: hops.length,
        direction: directionOf(hops),
        isDerived: false,
        executorVersion: this.options.executorVersion,
      },
      Array.isArray(input.hops) ? { ...input, hops } : input,
    );
  }

  outcome(input: IdentifierOutcomeInput): IdentifierOutcome {
    return withDefaults<IdentifierOutcome>(
      {
        rawIds: [input.sourceId],
        targets: [],
        targetCount: input.targets?.length ?? 0,
        isAmbiguous: false,
        matchedAs: null,
        sourceStatus: "unknown",
        losses: [],
        lossCount: input.losses?.length ?? 0,
        isProvisional: false,
        answerFingerprint: null,
        servedFrom: "live",
        answeredBy: input.sessionId,
        recordedAt: this.options.clock(),
      },
      input,
    );
  }

  metric(input: ExecutionMetricInput): ExecutionMetric {
    return withDefaults<ExecutionMetric>(
      {
        id: input.id ?? this.options.newId(),
        pathExecutionId: null,
        type: "custom",
        unit: null,
        recordedAt: this.options.clock(),
      },
      input,
    );
  }
}

const STEP_DEFAULTS = {
  map: null,
  release: null,
  contentHash: null,
  direction: "forward",
  attempts: 1,
  error: null,
} as const satisfies Partial<PathStepLog>;

const HOP_DEFAULTS = {
  map: null,
  release: null,
  direction: "forward",
  relation: "same",
  matchedAs: null,
} as const satisfies Partial<ProvenanceHop>;

/** What is no list, and what is no record in it, goes on as it is: validation names it. */
function each<Given, Whole>(
  inputs: readonly Given[] | undefined,
  build: (input: Given) => Whole,
): readonly Whole[] | undefined {
  if (!Array.isArray(inputs)) return inputs as undefined;
  return inputs.map((it: Given) =>
    typeof it === "object" && it !== null ? build(it) : (it as unknown as Whole),
  );
}

/** None when what was given is no list: then the record keeps what was given, and validation names it. */
function wholeHops(hops: unknown): ProvenanceHop[] {
  if (!Array.isArray(hops)) return [];
  return hops.map((it: ProvenanceHopInput) => withDefaults<ProvenanceHop>(HOP_DEFAULTS, it));
}

function directionOf(hops: readonly ProvenanceHop[]): MappingDirection {
  const directions = new Set(hops.map((it) => it.direction));
  if (directions.size > 1) return "mixed";
  return directions.has("reverse") ? "reverse" : "forward";
}

function observed(it: EntityMappingProvenance): Partial<EntityMapping> {
  return {
    observedBy: it.id,
    confidence: it.confidence,
    hopCount: it.hopCount,
    direction: it.direction,
    mappingSource: it.hops.map((hop) => hop.resource),
    isDerived: it.isDerived,
    derivationPath: it.hops.slice(0, -1).map((hop) => hop.identifier),
  };
}

/** Of each mapping, the provenance that is greatest by (`recordedAt`, `id`). */
function latestByMapping(
  provenance: readonly EntityMappingProvenance[],
): Map<string, EntityMappingProvenance> {
  const latest = new Map<string, EntityMappingProvenance>();
  for (const it of provenance) {
    if (!Array.isArray((it as Partial<EntityMappingProvenance> | null)?.hops)) continue;
    const known = latest.get(it.mappingId);
    const order =
      known === undefined
        ? 1
        : Number(it.recordedAt) - Number(known.recordedAt) || compareBytes(it.id, known.id);
    if (order > 0) latest.set(it.mappingId, it);
  }
  return latest;
}
