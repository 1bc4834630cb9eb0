import type { MappingRunResult } from "@waymark/executor";

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
        hops: it.hops,
      })),
      servedFrom,
      answeredBy,
      losses: outcome.losses,
    })),
  };
}
