import type { ProvenanceHop } from "@waymark/trace-core";

import type { Step } from "../../catalog.js";
import type { LookUpHit, LookUpResult, MapRank } from "../../resource.js";
import { StepTimedOutError } from "../errors/step-timed-out-error.js";
import { toFailure } from "../errors/to-failure.js";
import { matchedAs } from "./matched-as.js";
import { isStorableIdentifier } from "./is-storable-identifier.js";
import type { NodeFailure } from "./node-answer.js";
import { stepOutputType } from "./step-name.js";
import { lookUpWithinTime } from "./within-time.js";

/** What one rank says of one identifier; nothing at all means that it does not know it. */
export type RankAnswer =
  | { readonly status: "known"; readonly hops: readonly ProvenanceHop[] }
  | { readonly status: "withdrawn" }
  | { readonly status: "failed"; readonly failure: NodeFailure }
  | undefined;

export interface RankQuestion {
  readonly step: Step;
  /** Index into the map's ranks. */
  readonly rank: number;
  readonly identifiers: readonly string[];
  readonly timeoutMs: number;
  readonly asOf: Date | null;
  readonly signal: AbortSignal;
}

export interface RankReply {
  readonly answerOf: (identifier: string) => RankAnswer;
  /** How often the resource sent the most tried request behind the answer. */
  readonly attempts: number;
}

/**
 * Asks one rank in one call.
 *
 * @throws the signal's reason when the run is aborted; never because the resource failed
 */
export async function askRank(question: RankQuestion): Promise<RankReply> {
  const { step, rank, identifiers, timeoutMs, asOf, signal } = question;
  const { resource, map, direction } = step;
  const interpretation = map.ranks[rank] ?? { name: null, confidence: 0 };
  let result: LookUpResult;
  try {
    result = await lookUpWithinTime(
      resource,
      { map: map.name, rank, direction, identifiers },
      timeoutMs,
      signal,
    );
  } catch (error) {
    signal.throwIfAborted();
    const answer = failed(error);
    return { answerOf: () => answer, attempts: 1 };
  }
  const answerOf = (identifier: string): RankAnswer => {
    try {
      const hits = result.hits.get(identifier);
      if (hits && hits.length > 0)
        return { status: "known", hops: hopsOf(step, interpretation, identifier, hits, asOf) };
      if (result.withdrawn.has(identifier)) return { status: "withdrawn" };
      const error = result.failed.get(identifier);
      return error === undefined ? undefined : failed(error);
    } catch (error) {
      // A resource of a user's own that breaks its contract has failed; it has not said "unknown".
      return failed(error);
    }
  };
  return { answerOf, attempts: result.attempts ?? 1 };
}

function failed(error: unknown): RankAnswer {
  const reason = error instanceof StepTimedOutError ? "timed_out" : "failed";
  return { status: "failed", failure: { reason, failure: toFailure(error, "resource-failed") } };
}

/** One hop for each distinct target, in the resource's order; of equal ones the most confident. */
function hopsOf(
  step: Step,
  rank: MapRank,
  asked: string,
  hits: readonly LookUpHit[],
  asOf: Date | null,
): ProvenanceHop[] {
  const [only] = hits;
  // As nearly everywhere.
  if (only !== undefined && hits.length === 1) return [hopOf(step, rank, asked, only, asOf)];
  const hops = new Map<string, ProvenanceHop>();
  for (const hit of hits) {
    const hop = hopOf(step, rank, asked, hit, asOf);
    const known = hops.get(hop.identifier);
    if (!known || known.confidence < hop.confidence) hops.set(hop.identifier, hop);
  }
  return [...hops.values()];
}

function hopOf(step: Step, rank: MapRank, asked: string, hit: LookUpHit, asOf: Date | null): ProvenanceHop {
  const { resource, map, direction } = step;
  const { identifier } = hit;
  const confidence = hit.confidence ?? rank.confidence;
  if (!isStorableIdentifier(identifier) || !(confidence >= 0 && confidence <= 1)) {
    throw new TypeError(
      `Resource ${resource.name} answered ${asked} with what is no identifier or no confidence: ` +
        `${JSON.stringify(identifier).slice(0, 80)}, ${String(confidence)}`,
    );
  }
  // In the order of canonical JSON, see the core's `canonicalJson`.
  return {
    confidence,
    direction,
    identifier,
    map: resource.maps.length > 1 ? map.name : null,
    matchedAs: matchedAs(hit, rank.name, asOf),
    relation: map.relation,
    release: resource.release,
    resource: resource.name,
    type: stepOutputType(step),
  };
}
