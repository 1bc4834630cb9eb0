import type { MappingDirection } from "./entity-mapping.js";
import type { StepDirection } from "./mapping-path-execution-log.js";

export const RELATIONS = ["names", "same", "product", "member", "ortholog", "other"] as const;

/**
 * How a step's target relates to its source:
 * - `names`: the source is a label that names the target entity
 * - `same`: both identify the same entity
 * - `product`: from a gene to its product
 * - `member`: between a group and its member
 * - `ortholog`: an ortholog
 * - `other`: anything else
 */
export type Relation = (typeof RELATIONS)[number];

/** One hop of one branch: the identifier that it reached, and what led there. */
export interface ProvenanceHop {
  /** Type of `identifier`. */
  readonly type: string;
  readonly identifier: string;
  readonly resource: string;
  /** The map of the resource that was used; null if the resource has only one. */
  readonly map: string | null;
  readonly release: string | null;
  readonly direction: StepDirection;
  readonly relation: Relation;
  /** The interpretation that matched, such as `approved`, `previous` or `alias`; null if the step has only one. */
  readonly matchedAs: string | null;
  /** The step's own confidence, 0 to 1. */
  readonly confidence: number;
}

/** One live observation of an entity mapping along one route. Immutable. */
export interface EntityMappingProvenance {
  /** A UUID derived from (mapping, path execution, hops), see `provenanceId`. */
  readonly id: string;
  readonly mappingId: string;
  readonly sessionId: string;
  readonly pathExecutionId: string;
  readonly pathId: string;
  readonly recordedAt: Date;
  /** 0 to 1. */
  readonly confidence: number;
  readonly hopCount: number;
  readonly direction: MappingDirection;
  readonly isDerived: boolean;
  readonly executorVersion: string | null;
  readonly hops: readonly ProvenanceHop[];
}
