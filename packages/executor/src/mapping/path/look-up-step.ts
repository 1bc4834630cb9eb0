import type { PathStepLog } from "@waymark/trace-core";

import type { Step } from "../../catalog.js";
import type { Curation } from "../curation/curation.js";
import { askRank } from "./ask-rank.js";
import type { NodeAnswer, NodeFailure } from "./node-answer.js";
import { stepInputType, stepOutputType } from "./step-name.js";

export interface LookUpStepOptions {
  /** Maximum identifiers in one call. */
  readonly batchSize: number;
  readonly stepTimeoutMs: number;
  readonly curation: Curation;
  /** When the identifiers were written down; null if that does not matter. */
  readonly asOf: Date | null;
  readonly signal: AbortSignal;
}

export interface StepAnswers {
  /** One for each identifier that was asked for. */
  readonly answers: ReadonlyMap<string, NodeAnswer>;
  readonly log: PathStepLog;
}

/**
 * Sends distinct identifiers through one step. Overrides answer first, then the ranks in turn, until one knows the
 * identifier. A rank that fails for an identifier is noted, and the ranks after it are still asked.
 *
 * @param known what earlier routes learnt at this step, which is not asked again
 * @throws the signal's reason when the run is aborted; never because a resource failed
 */
export async function lookUpStep(
  step: Step,
  identifiers: readonly string[],
  known: ReadonlyMap<string, NodeAnswer> | undefined,
  options: LookUpStepOptions,
): Promise<StepAnswers> {
  const began = performance.now();
  const answers = new Map<string, NodeAnswer>();
  let open: string[] = [];
  for (const identifier of identifiers) {
    const answer = known?.get(identifier) ?? curated(step, identifier, options.curation);
    if (answer) answers.set(identifier, answer);
    else open.push(identifier);
  }
  let attempts = 0;
  const failures = new Map<string, NodeFailure>();
  for (let rank = 0; rank < rankCount(step) && open.length > 0; rank++) {
    const asked = await closeWith(step, rank, open, answers, failures, options);
    open = asked.open;
    attempts = Math.max(attempts, asked.attempts);
  }
  for (const identifier of open) {
    answers.set(identifier, { hops: [], isWithdrawn: false, failure: failures.get(identifier) ?? null });
  }
  return { answers, log: logOf(step, identifiers, answers, attempts, performance.now() - began) };
}

/** Read backwards, all ranks answer in one call. */
function rankCount({ map, direction }: Step): number {
  return direction === "forward" ? map.ranks.length : 1;
}

function curated(step: Step, identifier: string, curation: Curation): NodeAnswer | undefined {
  const hops = curation.hopsOf(stepInputType(step), stepOutputType(step), identifier);
  return hops && { hops, isWithdrawn: false, failure: null };
}

/**
 * Asks one rank, call by call. Returns the identifiers that it left open, and the highest number of attempts of a call.
 */
async function closeWith(
  step: Step,
  rank: number,
  open: readonly string[],
  answers: Map<string, NodeAnswer>,
  failures: Map<string, NodeFailure>,
  { batchSize, stepTimeoutMs, asOf, signal }: LookUpStepOptions,
): Promise<{ readonly open: string[]; readonly attempts: number }> {
  const stillOpen: string[] = [];
  let attempts = 0;
  for (let start = 0; start < open.length; start += batchSize) {
    const identifiers = open.slice(start, start + batchSize);
    const { answerOf, attempts: sent } = await askRank({
      step,
      rank,
      identifiers,
      timeoutMs: stepTimeoutMs,
      asOf,
      signal,
    });
    attempts = Math.max(attempts, sent);
    for (const identifier of identifiers) {
      const answer = answerOf(identifier);
      if (answer?.status === "known" || answer?.status === "withdrawn") {
        const hops = answer.status === "known" ? answer.hops : [];
        const failure = failures.get(identifier) ?? null;
        answers.set(identifier, { hops, isWithdrawn: answer.status === "withdrawn", failure });
        continue;
      }
      if (answer && !failures.has(identifier)) failures.set(identifier, answer.failure);
      stillOpen.push(identifier);
    }
  }
  return { open: stillOpen, attempts };
}

function logOf(
  step: Step,
  identifiers: readonly string[],
  answers: ReadonlyMap<string, NodeAnswer>,
  attempts: number,
  durationMs: number,
): PathStepLog {
  const { resource, map, direction } = step;
  const outputs = new Set<string>();
  let hasFailed = false;
  // The release behind these answers; a concurrent batch may have learnt of another one since.
  let { release } = resource;
  for (const { hops, failure } of answers.values()) {
    hasFailed ||= failure !== null;
    for (const hop of hops) {
      outputs.add(hop.identifier);
      if (hop.resource === resource.name) ({ release } = hop);
    }
  }
  const failed = hasFailed ? identifiers.find((identifier) => answers.get(identifier)?.failure) : undefined;
  return {
    resource: resource.name,
    map: resource.maps.length > 1 ? map.name : null,
    release,
    contentHash: resource.contentHash,
    direction,
    inputType: stepInputType(step),
    outputType: stepOutputType(step),
    inputCount: identifiers.length,
    outputCount: outputs.size,
    durationMs,
    attempts,
    error: failed === undefined ? null : (answers.get(failed)?.failure?.failure ?? null),
  };
}
