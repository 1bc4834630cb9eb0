import {
  isInvalidSourceId,
  type IdentifierOutcome,
  type ListOutcomesQuery,
  type TraceStore,
} from "@waymark/trace-core";

import type { Excerpt } from "../shared/excerpt.js";
import { firstPages } from "../shared/first-pages.js";
import { wholeNumber } from "../shared/whole-number.js";
import { AnswerTally } from "./answer-tally.js";
import type { ReachedBranch } from "./ambiguity-of.js";
import { currentLabels } from "./current-labels.js";
import { explainAnswer } from "./explain-answer.js";
import { explainHops, isNaming } from "./explain-hops.js";
import { explainMapping } from "./explain-mapping.js";
import { explainSecondaryUses, NO_SECONDARY_USES } from "./secondary/explain-secondary-uses.js";
import type { ExplainedAnswer, Explanation } from "./explanation.js";
import { findIdentifier } from "./identifier/find-identifier.js";
import { IncomingUses } from "./incoming-uses.js";
import { MAX_PAGES, readMappings, type ObservedMapping } from "./read-mappings.js";
import { readSessions } from "./read-sessions.js";
import { SessionVersions } from "./session-versions.js";

export interface ExplainRequest {
  /** As written in the input, or as normalised. */
  readonly identifier: string;
  /** Only this type of the identifier. Default: any. */
  readonly type?: string | undefined;
  /** Only mappings and answers with this type at the other end, as target or as source. Default: any. */
  readonly targetType?: string | undefined;
  /** Only answers of this session, and the observations that they rest on. Default: all sessions. */
  readonly sessionId?: string | undefined;
}

export interface ExplainOptions {
  /** Maximum number of answers for each pair of types, 1 to 1,000. Default 10. */
  readonly maxAnswers?: number | undefined;
  /** Maximum number of mappings in each direction, and of targets of one answer, 1 to 1,000. Default 50. */
  readonly maxMappings?: number | undefined;
  /** Maximum number of observations of each mapping, 1 to 1,000. Default 20. */
  readonly maxProvenance?: number | undefined;
}

/** Number of type pairs for whose newest answers better labels are looked up. */
const MAX_LABELLED = 10;

/**
 * Everything that the trace records about one identifier: the answers it got, what it maps to and what maps to it, each
 * with its observations, and where failed branches ended. The explanation of an identifier that the trace does not know
 * is empty.
 *
 * Uses a bounded number of indexed look-ups, whatever the size of the store; lists that were cut are marked as
 * truncated.
 *
 * @throws InvalidQueryError an option is out of range
 */
export async function explain(
  store: TraceStore,
  request: ExplainRequest,
  options: ExplainOptions = {},
): Promise<Explanation> {
  const maxAnswers = wholeNumber("maxAnswers", options.maxAnswers, { byDefault: 10, max: 1_000 });
  const maxMappings = wholeNumber("maxMappings", options.maxMappings, { byDefault: 50, max: 1_000 });
  const maxProvenance = wholeNumber("maxProvenance", options.maxProvenance, { byDefault: 20, max: 1_000 });
  const { type, targetType, sessionId } = request;
  const { identifier, suggestions } = await findIdentifier(store, request.identifier, request);
  const isWanted = (own: string, other: string): boolean =>
    (type === undefined || own === type) && (targetType === undefined || other === targetType);

  const sessions = sessionId === undefined ? null : await answeringSessions(store, sessionId, identifier);
  const limits = { sessions, maxMappings, maxProvenance };
  const [from, to] = await Promise.all([
    readMappings(
      store,
      { sourceId: identifier },
      { ...limits, isWanted: (it) => isWanted(it.sourceType, it.targetType) },
    ),
    readMappings(
      store,
      { targetId: identifier },
      { ...limits, isWanted: (it) => isWanted(it.targetType, it.sourceType) },
    ),
  ]);
  const tally = new AnswerTally(new Set(from.items.map(({ mapping }) => mapping.id)), maxAnswers);
  const isWhole = await firstPages(
    (page) => store.listOutcomes(page),
    outcomesQuery(identifier, sessionId),
    MAX_PAGES,
    (items) => {
      for (const it of items) if (isWanted(it.sourceType, it.targetType)) tally.add(it);
      return true;
    },
  );
  const answers = await explainAnswers(store, tally.answers(isWhole), from, maxMappings);
  const beside =
    answers.items.length > 0
      ? NO_SECONDARY_USES
      : await explainSecondaryUses(store, { ...request, identifier, maxUses: maxMappings });
  const incoming = await IncomingUses.read(store, to.items);
  const mappingsFrom = mapItems(from, (it) =>
    explainMapping(it, {
      rawIds: isInvalidSourceId(identifier) ? (answers.items[0]?.rawIds ?? []) : [],
      isInLatestAnswer: tally.isInLatestAnswer(it.mapping),
      useOf: (session) => tally.useOf(it.mapping.id, session, isWhole),
    }),
  );
  const mappingsTo = mapItems(to, (it) =>
    explainMapping(it, {
      rawIds: incoming.rawIds(it.mapping),
      isInLatestAnswer: null,
      useOf: (session) => ({
        validationStatus: incoming.validationStatus(it.mapping.id, session),
        servedTo: null,
      }),
    }),
  );
  const provenance = [...mappingsFrom.items, ...mappingsTo.items].flatMap((it) => it.provenance.items);
  const { secondaryUses } = beside;
  const isKnown = [answers, secondaryUses, mappingsFrom, mappingsTo].some((it) => it.items.length > 0);
  return {
    asked: request.identifier,
    identifier,
    type: type ?? null,
    targetType: targetType ?? null,
    sessionId: sessionId ?? null,
    isKnown,
    suggestions: isKnown ? suggestions : [...new Set([...suggestions, ...beside.suggestions])],
    answers,
    secondaryUses,
    mappingsFrom,
    mappingsTo,
    sessions: await readSessions(store, [
      ...answers.items.flatMap((it) => [it.sessionId, it.answeredBy]),
      ...secondaryUses.items.map((it) => it.sessionId),
      ...provenance.map((it) => it.sessionId),
    ]),
  };
}

async function explainAnswers(
  store: TraceStore,
  answers: Excerpt<IdentifierOutcome>,
  mappings: Excerpt<ObservedMapping>,
  maxTargets: number,
): Promise<Excerpt<ExplainedAnswer>> {
  const withLosses = answers.items.filter((it) => it.losses.length > 0);
  const versions = await SessionVersions.read(
    store,
    withLosses.map((it) => it.answeredBy),
  );
  const newest = new Set(newestOfPairs(answers.items).slice(0, MAX_LABELLED));
  const items = await Promise.all(
    answers.items.map(async (outcome) => {
      const branches = branchesOf(outcome, mappings.items);
      const naming = branches.flatMap((it) => it.hops.filter(isNaming));
      return explainAnswer(outcome, {
        maxTargets,
        branches,
        losses: versions.explain(outcome.losses, outcome.answeredBy),
        currentLabels: newest.has(outcome) ? await currentLabels(store, outcome, naming) : [],
      });
    }),
  );
  return { ...answers, items };
}

function newestOfPairs(outcomes: readonly IdentifierOutcome[]): IdentifierOutcome[] {
  const newest = new Map<string, IdentifierOutcome>();
  for (const it of outcomes) {
    const key = `${it.sourceType}\0${it.targetType}`;
    if (!newest.has(key)) newest.set(key, it);
  }
  return [...newest.values()];
}

/** The branches that reached a target, as observed by the session that found the answer. */
function branchesOf(outcome: IdentifierOutcome, mappings: readonly ObservedMapping[]): ReachedBranch[] {
  const targets = new Map(outcome.targets.map((it) => [it.mappingId, it.targetId]));
  return mappings.flatMap(({ mapping, provenance }) => {
    const targetId = targets.get(mapping.id);
    if (targetId === undefined) return [];
    return provenance.items
      .filter((it) => it.sessionId === outcome.answeredBy)
      .map((it) => ({ targetId, hops: explainHops(mapping, it) }));
  });
}

/** The session, and the sessions from which its answers for the identifier were served. */
async function answeringSessions(
  store: TraceStore,
  sessionId: string,
  identifier: string,
): Promise<ReadonlySet<string>> {
  const { items } = await store.listOutcomes({ sessionId, sourceIds: [identifier] });
  return new Set([sessionId, ...items.map((it) => it.answeredBy)]);
}

function outcomesQuery(identifier: string, sessionId: string | undefined): ListOutcomesQuery {
  return sessionId === undefined ? { sourceId: identifier } : { sessionId, sourceIds: [identifier] };
}

function mapItems<T, U>(list: Excerpt<T>, map: (item: T) => U): Excerpt<U> {
  return { ...list, items: list.items.map(map) };
}
