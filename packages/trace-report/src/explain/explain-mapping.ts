import type { EntityMapping, EntityMappingProvenance, ValidationStatus } from "@waymark/trace-core";

import type { Excerpt } from "../shared/excerpt.js";
import { explainHops } from "./explain-hops.js";
import type { ExplainedMapping, ExplainedProvenance } from "./explanation.js";
import type { ObservedMapping } from "./read-mappings.js";

export interface MappingUse {
  /** The inputs as they came in, if the source is not a valid identifier; otherwise empty. */
  readonly rawIds: readonly string[];
  readonly isInLatestAnswer: boolean | null;
  /** What the answers record about the observations of one session. */
  readonly useOf: (sessionId: string) => {
    readonly validationStatus: ValidationStatus | null;
    readonly servedTo: Excerpt<string> | null;
  };
}

export function explainMapping({ mapping, provenance }: ObservedMapping, use: MappingUse): ExplainedMapping {
  const { id: mappingId, sourceType, sourceId, targetType, targetId, confidence } = mapping;
  return {
    mappingId,
    sourceType,
    sourceId,
    rawIds: use.rawIds,
    targetType,
    targetId,
    firstSeenAt: mapping.firstSeenAt.toISOString(),
    lastSeenAt: mapping.lastSeenAt.toISOString(),
    confidence,
    isInLatestAnswer: use.isInLatestAnswer,
    provenance: { ...provenance, items: provenance.items.map((it) => explainProvenance(mapping, it, use)) },
  };
}

function explainProvenance(
  mapping: EntityMapping,
  provenance: EntityMappingProvenance,
  { useOf }: MappingUse,
): ExplainedProvenance {
  const { id, sessionId, pathExecutionId, pathId, executorVersion, direction, isDerived, confidence } =
    provenance;
  const { validationStatus, servedTo } = useOf(sessionId);
  const hops = explainHops(mapping, provenance);
  return {
    id,
    sessionId,
    pathExecutionId,
    pathId,
    recordedAt: provenance.recordedAt.toISOString(),
    executorVersion,
    direction,
    isDerived,
    confidence,
    confidenceProduct: hops.reduce((product, it) => product * it.confidence, 1),
    hops,
    validationStatus,
    servedTo,
  };
}
