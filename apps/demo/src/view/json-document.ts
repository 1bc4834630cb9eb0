import type { MappingRunResult } from "@waymark/executor";
import type { OutcomeLoss, ProvenanceHop } from "@waymark/trace-core";

/** The run as one JSON document. */
export function jsonDocument({ session, summary, hops, results }: MappingRunResult, store: string): unknown {
  return {
    sessionId: session.id,
    status: session.status,
    store,
    summary: {
      inputs: summary.inputs,
      mapped: summary.mapped,
      mappedToMany: summary.mappedToMany,
      notFound: summary.notFound,
      unresolved: summary.unresolved,
      obsolete: summary.obsolete,
      invalid: summary.invalid,
      filtered: summary.filtered,
      fromCache: summary.fromCache,
      durationMs: Math.round(summary.durationMs),
    },
    hops: hops.map((it) => ({ pathId: it.pathId, step: it.step, in: it.in, out: it.out })),
    results: results.map(({ raw, identifier, outcome, targets, servedFrom, answeredBy }) => ({
      raw,
      identifier,
      outcome: outcome.outcome,
      isAmbiguous: outcome.isAmbiguous,
      isProvisional: outcome.isProvisional,
      matchedAs: outcome.matchedAs,
      sourceStatus: outcome.sourceStatus,
      targets: targets.map((it) => ({
        id: it.id,
        mappingId: it.mappingId,
        confidence: it.confidence,
        hopCount: it.hopCount,
        pathId: it.pathId,
        hops: it.hops.map(hopDocument),
      })),
      servedFrom,
      answeredBy,
      losses: outcome.losses.map(lossDocument),
    })),
  };
}

/** Lists the fields, so that their order is the same for live and cached answers. */
function hopDocument(it: ProvenanceHop): ProvenanceHop {
  return {
    type: it.type,
    identifier: it.identifier,
    resource: it.resource,
    map: it.map,
    release: it.release,
    direction: it.direction,
    relation: it.relation,
    matchedAs: it.matchedAs,
    confidence: it.confidence,
  };
}

function lossDocument(it: OutcomeLoss): OutcomeLoss {
  return {
    pathId: it.pathId,
    step: it.step,
    resource: it.resource,
    type: it.type,
    identifier: it.identifier,
    reason: it.reason,
    detail: it.detail,
  };
}
