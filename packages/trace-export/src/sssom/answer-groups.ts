import {
  compareBytes,
  everyPage,
  type EntityMappingProvenance,
  type IdentifierOutcome,
  type OutcomeTarget,
  type TraceStore,
} from "@waymark/trace-core";

import type { AnsweredTarget } from "./answer-rows.js";

/** An answer, or a part of one with many targets, with everything that its rows need. */
export interface KnownAnswer {
  readonly answer: IdentifierOutcome;
  readonly targets: readonly AnsweredTarget[];
}

interface AnswerPart {
  readonly answer: IdentifierOutcome;
  readonly targets: readonly OutcomeTarget[];
}

/** Maximum number of targets per look-up, and of answers, since these may have no targets. */
const GROUP = 1_000;

/** The answers with their mappings and provenance, which are looked up for a whole group at once. */
export async function* knownAnswers(
  store: TraceStore,
  answers: AsyncIterable<IdentifierOutcome>,
): AsyncGenerator<KnownAnswer[], void, undefined> {
  let group: AnswerPart[] = [];
  let size = 0;
  for await (const answer of answers) {
    for (let at = 0; at === 0 || at < answer.targets.length; at += GROUP) {
      const targets = answer.targets.slice(at, at + GROUP);
      if (size + targets.length > GROUP || group.length >= GROUP) {
        yield await lookUp(store, group);
        group = [];
        size = 0;
      }
      group.push({ answer, targets });
      size += targets.length;
    }
  }
  if (group.length > 0) yield await lookUp(store, group);
}

async function lookUp(store: TraceStore, group: readonly AnswerPart[]): Promise<KnownAnswer[]> {
  const ids = group.flatMap(({ targets }) => targets.map((it) => it.mappingId));
  if (ids.length === 0) return group.map(({ answer }) => ({ answer, targets: [] }));
  const mappings = new Map((await store.getMappings(ids)).map((it) => [it.id, it]));
  const wanted = new Map<string, OutcomeTarget>();
  for (const { answer, targets } of group)
    for (const it of targets) wanted.set(keyOf(it.mappingId, answer.answeredBy), it);
  const best = await bestProvenance(store, ids, wanted);
  return group.map(({ answer, targets }) => ({
    answer,
    targets: targets.map((target) => ({
      target,
      mapping: mappings.get(target.mappingId),
      provenance: best.get(keyOf(target.mappingId, answer.answeredBy)),
    })),
  }));
}

/**
 * For each wanted mapping, the best provenance of the answering session: first by the path that the answer names, then
 * by confidence.
 */
async function bestProvenance(
  store: TraceStore,
  mappingIds: readonly string[],
  wanted: ReadonlyMap<string, OutcomeTarget>,
): Promise<ReadonlyMap<string, EntityMappingProvenance>> {
  const best = new Map<string, EntityMappingProvenance>();
  for await (const page of everyPage((query) => store.listProvenance(query), { mappingIds })) {
    for (const it of page) {
      const key = keyOf(it.mappingId, it.sessionId);
      const target = wanted.get(key);
      if (target === undefined) continue;
      const other = best.get(key);
      if (other === undefined || isBetter(it, other, target.pathId)) best.set(key, it);
    }
  }
  return best;
}

function isBetter(a: EntityMappingProvenance, b: EntityMappingProvenance, pathId: string): boolean {
  const byPath = Number(a.pathId === pathId) - Number(b.pathId === pathId);
  const order = byPath || a.confidence - b.confidence || b.hopCount - a.hopCount || compareBytes(a.id, b.id);
  return order > 0;
}

function keyOf(mappingId: string, sessionId: string): string {
  return `${mappingId} ${sessionId}`;
}
