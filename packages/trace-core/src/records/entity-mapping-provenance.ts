import type { MappingDirection } from "./entity-mapping.js";
import type { StepDirection } from "./mapping-path-execution-log.js";

export const RELATIONS = ["names", "same", "product", "member", "ortholog", "other"] as const;

/**
 * What a step's source is to its target: a label names an entity, a cross-reference of the same entity, a gene's
 * product, a member of a group, an ortholog, or something else.
 */
export type Relation = (typeof RELATIONS)[number];

/** One hop of one branch: the identifier that it reached, and what led there. */
export interface ProvenanceHop {
  /** Type of `identifier`. */
  readonly type: string;
  readonly identifier: string;
  readonly resource: string;
  /** The map of the resource that was used; null when the resource has only one. */
  readonly map: string | null;
  readonly release: string | null;
  readonly direction: StepDirection;
  readonly relation: Relation;
  /** The interpretation that hit, such as `approved`, `previous` or `alias`; null when the step has only one. */
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
