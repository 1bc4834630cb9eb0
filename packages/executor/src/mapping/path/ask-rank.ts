import { inspect } from "node:util";

import { cutText, isStorable, isStorableIdentifier, type ProvenanceHop } from "@waymark/trace-core";

import type { Step } from "../../catalog.js";
import type { LookUpHit, MapRank } from "../../resource.js";
import { thrownMessage } from "../../messages/thrown-message.js";
import { checkedResult, type CheckedResult } from "../../resources/checked-result.js";
import { StepTimedOutError } from "../errors/step-timed-out-error.js";
import { toFailure } from "../errors/to-failure.js";
import { matchedAs } from "./matched-as.js";
import type { NodeFailure } from "./node-answer.js";
import { stepOutputType } from "./step-name.js";
import { lookUpWithinTime } from "./look-up-within-time.js";

/** The answer of one rank for one identifier; undefined if it does not know the identifier. */
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
  /** Attempts of the request behind the answer that was retried most often. */
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
  let result: CheckedResult;
  try {
    const request = { map: map.name, rank, direction, identifiers };
    const answer = await lookUpWithinTime(resource, request, timeoutMs, signal);
    result = checkedResult(resource, identifiers, answer);
  } catch (error) {
    signal.throwIfAborted();
    const answer = failed(error);
    return { answerOf: () => answer, attempts: 1 };
  }
  const { hits, withdrawn, failed: failures, attempts } = result;
  const answerOf = (identifier: string): RankAnswer => {
    try {
      const found = hits.get(identifier);
      if (found !== undefined) return { status: "known", hops: hopsOf(step, interpretation, found, asOf) };
      if (withdrawn.has(identifier)) return { status: "withdrawn" };
      return failures.has(identifier) ? failed(failures.get(identifier)) : undefined;
    } catch (error) {
      // A custom resource that breaks its contract counts as failed, not as unaware of the identifier.
      const why = thrownMessage(error);
      return failed(
        new TypeError(`The answer of resource ${resource.name} for ${identifier} makes no sense: ${why}`),
      );
    }
  };
  return { answerOf, attempts };
}

function failed(error: unknown): RankAnswer {
  const failure = toFailure(error, "resource-failed");
  const reason = failure.code === StepTimedOutError.code ? "timed_out" : "failed";
  return { status: "failed", failure: { reason, failure } };
}

/** One hop for each distinct target, in the resource's order; of several hits for one target, the most confident. */
function hopsOf(
  step: Step,
  rank: MapRank,
  hits: readonly LookUpHit[],
  asOf: Date | null,
): readonly ProvenanceHop[] {
  if (!isFilledList(hits)) throw new TypeError("its hits are not a list, or an empty one");
  // By far the most frequent case.
  if (hits.length === 1) return hits.map((only) => hopOf(step, rank, only, asOf));
  const hops = new Map<string, ProvenanceHop>();
  for (const hit of hits) {
    const hop = hopOf(step, rank, hit, asOf);
    const known = hops.get(hop.identifier);
    if (!known || known.confidence < hop.confidence) hops.set(hop.identifier, hop);
  }
  return [...hops.values()];
}

function hopOf(step: Step, rank: MapRank, hit: LookUpHit, asOf: Date | null): ProvenanceHop {
  const { resource, map, direction } = step;
  const { identifier } = hit;
  if (typeof identifier !== "string" || !isStorableIdentifier(identifier))
    throw new TypeError(`${shown(identifier)} is not an identifier`);
  const confidence = hit.confidence ?? rank.confidence;
  if (typeof confidence !== "number" || !(confidence >= 0 && confidence <= 1))
    throw new TypeError(`${shown(confidence)} is not a confidence from 0 to 1`);
  const matched = matchedAs(hit, rank.name, asOf);
  if (matched !== null && (typeof matched !== "string" || !isStorable(matched)))
    throw new TypeError(`${shown(matched)} is not a valid matchedAs`);
  const { release = resource.release } = hit;
  if (release !== null && (typeof release !== "string" || !isStorable(release)))
    throw new TypeError(`${shown(release)} is not a release`);
  // Keys are in the order of canonical JSON, see the core's `canonicalJson`.
  return {
    confidence,
    direction,
    identifier,
    map: resource.maps.length > 1 ? map.name : null,
    matchedAs: matched,
    relation: map.relation,
    release,
    resource: resource.name,
    type: stepOutputType(step),
  };
}

function isFilledList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

function shown(value: unknown): string {
  return cutText(inspect(value), 80);
}
