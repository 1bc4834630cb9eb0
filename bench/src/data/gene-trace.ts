import {
  entityMappingId,
  type EntityMappingInput,
  type EntityMappingProvenanceInput,
  type ExecutionTraceLogger,
  type IdentifierOutcomeInput,
} from "@waymark/trace-core";

import { ensemblGene, ncbiGene, uniProtAccession } from "./identifiers.js";

export const SOURCE_TYPE = "ENSEMBL_GENE";
export const TARGET_TYPE = "UNIPROTKB_AC";
const PATH_ID = "ensembl-to-uniprot";

/** Mappings per call of `logEntityMappings`. */
const BATCH_SIZE = 5_000;
/** Identifiers per path execution, as is the executor's default. */
const EXECUTION_SIZE = 1_000;
const BEGIN_MS = Date.UTC(2026, 0, 5);

export interface MappingBatch {
  readonly mappings: readonly EntityMappingInput[];
  readonly provenance: readonly EntityMappingProvenanceInput[];
}

export interface GeneTraceOptions {
  /** Number of the session, from 1; each has different ids. Default 1. */
  readonly session?: number;
  /** Number of the first mapping. Default 0. */
  readonly first?: number;
  readonly count: number;
}

/** The records of a run that mapped genes to proteins over two hops; always the same for the same options. */
export class GeneTrace {
  readonly sessionId: string;
  readonly count: number;
  private readonly first: number;
  private readonly session: number;

  constructor(options: GeneTraceOptions) {
    this.session = options.session ?? 1;
    this.first = options.first ?? 0;
    this.count = options.count;
    this.sessionId = uuid(this.session, 0);
  }

  /** Logs the records that the batches refer to. */
  async begin(logger: ExecutionTraceLogger): Promise<void> {
    await logger.logMappingSessionStart({
      id: this.sessionId,
      sourceType: SOURCE_TYPE,
      targetType: TARGET_TYPE,
      startedAt: new Date(BEGIN_MS),
    });
    const executions = Math.ceil(this.count / EXECUTION_SIZE);
    const pathExecutions = Array.from({ length: executions }, (_, i) => ({
      id: uuid(this.session, i + 1),
      sessionId: this.sessionId,
      pathId: PATH_ID,
      batchIndex: i,
      sourceType: SOURCE_TYPE,
      targetType: TARGET_TYPE,
      status: "success" as const,
      startedAt: timeOf(i),
      endedAt: timeOf(i + 1),
      inputCount: EXECUTION_SIZE,
      matchedCount: EXECUTION_SIZE,
    }));
    for (let i = 0; i < pathExecutions.length; i += BATCH_SIZE)
      await logger.logBatch({ pathExecutions: pathExecutions.slice(i, i + BATCH_SIZE) });
  }

  /** Batches are created on demand. */
  *batches(): Generator<MappingBatch> {
    for (let start = 0; start < this.count; start += BATCH_SIZE) {
      const numbers = Array.from({ length: Math.min(BATCH_SIZE, this.count - start) }, (_, i) => start + i);
      yield {
        mappings: numbers.map((it) => mappingKey(this.first + it)),
        provenance: numbers.map((it) => this.provenance(it)),
      };
    }
  }

  /** The answers that belong to the mappings, in lists of the same size as the batches. */
  *outcomes(): Generator<IdentifierOutcomeInput[]> {
    for (let start = 0; start < this.count; start += BATCH_SIZE)
      yield Array.from({ length: Math.min(BATCH_SIZE, this.count - start) }, (_, i) =>
        this.outcome(start + i),
      );
  }

  private outcome(index: number): IdentifierOutcomeInput {
    const { sourceType, sourceId, targetType, targetId } = mappingKey(this.first + index);
    const mappingId = entityMappingId({ sourceType, sourceId, targetType, targetId });
    return {
      sessionId: this.sessionId,
      sourceType,
      sourceId,
      targetType,
      outcome: "mapped",
      targets: [
        {
          mappingId,
          targetId,
          confidence: 0.95,
          hopCount: 2,
          pathId: PATH_ID,
          validationStatus: null,
        },
      ],
      recordedAt: timeOf(Math.floor(index / EXECUTION_SIZE) + 1),
    };
  }

  private provenance(index: number): EntityMappingProvenanceInput {
    const number = this.first + index;
    const execution = Math.floor(index / EXECUTION_SIZE);
    return {
      mappingId: entityMappingId(mappingKey(number)),
      sessionId: this.sessionId,
      pathExecutionId: uuid(this.session, execution + 1),
      pathId: PATH_ID,
      recordedAt: timeOf(execution + 1),
      confidence: 0.95,
      hops: [
        {
          type: "NCBI_GENE",
          identifier: ncbiGene(number),
          resource: "ncbi_gene2ensembl",
          map: "gene",
          release: "2026-01-02",
          relation: "same",
          confidence: 1,
        },
        {
          type: TARGET_TYPE,
          identifier: uniProtAccession(number),
          resource: "uniprot_idmapping",
          map: "gene",
          release: "2025_04",
          relation: "product",
          confidence: 0.95,
        },
      ],
    };
  }
}

function mappingKey(number: number): {
  sourceType: string;
  sourceId: string;
  targetType: string;
  targetId: string;
} {
  return {
    sourceType: SOURCE_TYPE,
    sourceId: ensemblGene(number),
    targetType: TARGET_TYPE,
    targetId: uniProtAccession(number),
  };
}

function timeOf(execution: number): Date {
  return new Date(BEGIN_MS + execution * 20);
}

/** A unique UUIDv7 for each session and each of its records. */
function uuid(session: number, record: number): string {
  const time = (BEGIN_MS + session * 3_600_000 + record * 20).toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${session.toString(16).padStart(12, "0")}`;
}
