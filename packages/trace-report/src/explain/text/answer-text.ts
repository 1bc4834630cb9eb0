import { OVERRIDES, readMatchedAs } from "@waymark/trace-core";

import type {
  Ambiguity,
  CurrentLabel,
  ExplainedAnswer,
  ExplainedHop,
  ExplainedLoss,
  ExplainedMapping,
  ExplainedSession,
  NamedEntity,
} from "../explanation.js";
import { cutText, observationsText } from "./mapping-text.js";
import { invalidReason, shownIdentifier } from "../../shared/invalid-input.js";
import { count, day, decimal, joined, joinedUpTo, quoted, resourceText } from "../../shared/words.js";

export interface AnswerTextContext {
  /** Whether it is the newest answer for its pair of types, which is described in full. */
  readonly isNewest: boolean;
  readonly mappings: readonly ExplainedMapping[];
  readonly sessions: ReadonlyMap<string, ExplainedSession>;
  /** Collects the ids of the mappings that were described. */
  readonly told: Set<string>;
}

const MAX_TOLD = 10;
/** Number of targets that are described in full if there are more than `MAX_TOLD`. */
const MAX_IN_FULL = 3;

export function* answerText(answer: ExplainedAnswer, context: AnswerTextContext): Generator<string> {
  if (!context.isNewest) {
    yield `  Before, in session ${answer.sessionId} of ${day(answer.recordedAt)}: ${gist(answer)}${served(answer)}.`;
    return;
  }
  yield `${answer.sourceType} ${shownIdentifier(answer)} → ${answer.targetType}: ${gist(answer)}.`;
  yield `  ${askedText(answer, context.sessions.get(answer.sessionId))}`;
  const { ambiguity, currentLabels } = answer;
  const became = BECAME[answer.sourceStatus];
  if (became !== null)
    yield `  ${isReplacedByHand(answer, context) ? "According to an override," : "According to its history,"} ${became}`;
  yield* laterLabelText(answer, context);
  for (const it of currentLabels) yield `  ${labelText(it, answer)}`;
  if (ambiguity) yield* ambiguityText(ambiguity, answer);
  if (answer.isProvisional)
    yield "  The answer is provisional: a rank or path that comes first had failed, so another run may answer differently.";
  yield* targetsText(answer, context);
  yield* pathsText(answer);
  yield "";
}

function gist(answer: ExplainedAnswer): string {
  const { outcome, targets, paths } = answer;
  const ids = targets.items.map((it) => it.targetId);
  const shown = ids.slice(0, MAX_TOLD);
  const rest = (targets.total ?? ids.length) - shown.length;
  const list = joined(rest > 0 ? [...shown, `${String(rest)} more`] : shown);
  switch (outcome) {
    case "mapped":
      return `mapped to ${list}`;
    case "mapped_to_many":
      return `mapped to ${count(targets.total ?? ids.length, "target")}, ${list}`;
    case "not_found":
      return "not found: everything that applies was asked, and nothing led to a target";
    case "unresolved":
      return "unresolved: something failed, so it is unknown whether there is a target";
    case "obsolete":
      return "obsolete: it was withdrawn and has no successor";
    case "filtered":
      return "filtered: there are targets, but only below the requested confidence";
    case "invalid":
      return paths.length > 0
        ? `invalid: ${invalidReason(answer)}`
        : `invalid: ${invalidReason(answer)}, so nothing was asked`;
  }
}

function served({ servedFrom, answeredBy }: ExplainedAnswer): string {
  return servedFrom === "cache" ? ` (from the cache; session ${answeredBy} had found it)` : "";
}

function askedText(answer: ExplainedAnswer, session: ExplainedSession | undefined): string {
  const { rawIds, sourceId, sessionId, servedFrom, answeredBy } = answer;
  // An input that is not an identifier was not normalised, and has already been shown as it came in.
  const isRefused = shownIdentifier(answer) !== sourceId;
  const raws = isRefused ? [] : rawIds.filter((it) => it !== sourceId);
  const written =
    raws.length === 0
      ? ""
      : `, written ${joinedUpTo(rawIds.map(quoted), 5)} there and normalised to ${quoted(sourceId)}`;
  const asOf = session?.asOf ? `, as of ${day(session.asOf)}` : "";
  const state = session && session.status !== "completed" ? `, which is ${session.status}` : "";
  const source =
    servedFrom === "live"
      ? "answered live"
      : `answered from the cache with what session ${answeredBy} had found live`;
  return `Asked for in session ${sessionId} of ${day(answer.recordedAt)}${state}${asOf}${written}; ${source}.`;
}

const BECAME = {
  current: null,
  unknown: null,
  replaced: "the identifier was replaced by another one.",
  split: "the identifier was split into several.",
  withdrawn: "the identifier was withdrawn.",
} as const;

/** Whether an override, rather than a history, decided what became of the identifier; false if no target shows it. */
function isReplacedByHand(answer: ExplainedAnswer, context: AnswerTextContext): boolean {
  for (const [first] of branchesOf(answer, context))
    if (first?.resource === OVERRIDES && first.type === answer.sourceType) return true;
  return false;
}

/** The hops of each branch that led to a target of the answer. */
function* branchesOf(
  { answeredBy, targets }: ExplainedAnswer,
  { mappings }: AnswerTextContext,
): Generator<readonly ExplainedHop[]> {
  const ids = new Set(targets.items.map((it) => it.mappingId));
  for (const { mappingId, provenance } of mappings) {
    if (!ids.has(mappingId)) continue;
    for (const { sessionId, hops } of provenance.items) if (sessionId === answeredBy) yield hops;
  }
}

/** Warns about labels that an entity got only after the run's `asOf`: they may have meant something else then. */
function* laterLabelText(answer: ExplainedAnswer, context: AnswerTextContext): Generator<string> {
  const asOf = context.sessions.get(answer.answeredBy)?.asOf;
  const written = asOf ? ` (as of ${day(asOf)})` : "";
  const told = new Set<string>();
  for (const hops of branchesOf(answer, context)) {
    for (const { matchedAs, fromIdentifier, type, identifier } of hops) {
      const { givenOn } = readMatchedAs(matchedAs);
      if (givenOn === null || told.has(identifier)) continue;
      told.add(identifier);
      yield `  Caution: ${type} ${identifier} has been called ${fromIdentifier} only since ${givenOn}, after the list was written${written}; ${fromIdentifier} may have meant something else then.`;
    }
  }
}

function labelText(
  { label, matchedAs, entityType, entityId, resource, release }: CurrentLabel,
  answer: ExplainedAnswer,
): string {
  const as = matchedAs === null ? "" : ` (${matchedAs})`;
  const who = resourceText({ resource, release });
  return `${who} has a better label than ${shownIdentifier(answer)} for ${entityType} ${entityId}: ${label}${as}.`;
}

function* ambiguityText({ entities, lost }: Ambiguity, answer: ExplainedAnswer): Generator<string> {
  const named = entities.map(({ type, identifier, targetIds }) => {
    const to =
      targetIds.length === 0 ? "which led nowhere" : `which led to ${joinedUpTo(targetIds, MAX_TOLD)}`;
    return `${type} ${identifier}, ${to}`;
  });
  const known =
    named.length === 0
      ? "none of them reached a target"
      : `${named.join("; ")}${lost.length > 0 ? "; others got no further, see below" : ""}`;
  yield `  It is ambiguous: ${namesText(entities, answer)} several entities${named.length < 2 && named.length > 0 ? ", of which the trace still has" : ""}: ${known}.`;
}

/** If secondary identifiers led to the answer, the labels are theirs and not the input. */
function namesText(entities: readonly NamedEntity[], answer: ExplainedAnswer): string {
  const labels = [...new Set(entities.map((it) => it.label))];
  const isOwn = labels.length === 0 || labels.includes(answer.sourceId);
  if (isOwn || answer.matchedAs?.startsWith("secondary ") !== true) return `${shownIdentifier(answer)} names`;
  return `${joinedUpTo(labels, MAX_TOLD)} beside it ${labels.length === 1 ? "names" : "name"}`;
}

function* targetsText(
  answer: ExplainedAnswer,
  { mappings, sessions, told }: AnswerTextContext,
): Generator<string> {
  const byId = new Map(mappings.map((it) => [it.mappingId, it]));
  const { items, total } = answer.targets;
  // If there are very many, the others are only listed: most were found in the same way.
  const inFull = items.length > MAX_TOLD ? items.slice(0, MAX_IN_FULL) : items;
  const rest = items.slice(inFull.length);
  for (const { mappingId, targetId, confidence } of inFull) {
    const mapping = byId.get(mappingId);
    yield `  ${answer.targetType} ${targetId}, confidence ${decimal(confidence)}`;
    if (!mapping) {
      yield "    How it was found is not shown here.";
      continue;
    }
    told.add(mappingId);
    yield* observationsText(mapping, mapping.provenance.items, sessions, "    ");
    if (mapping.provenance.items.length === 0) yield "    How it was found is no longer in the trace.";
    yield* cutText(mapping, "    ");
  }
  if (rest.length === 0) return;
  for (const { mappingId } of rest) told.add(mappingId);
  const further = Math.max(0, (total ?? items.length) - items.length);
  const names = rest.map((it) => `${it.targetId} (${decimal(it.confidence)})`);
  yield `  And ${joined(further > 0 ? [...names, `${String(further)} that are not shown here`] : names)}, which the explanation lists in full.`;
}

function* pathsText({ paths, lossCount, targets }: ExplainedAnswer): Generator<string> {
  const losses = paths.flatMap((it) => it.losses);
  if (losses.length === 0) return;
  yield (targets.total ?? 0) > 0 ? "  Branches that ended without a target:" : "  Where the search ended:";
  for (const { pathId, losses: ended } of paths) {
    for (const loss of ended.slice(0, MAX_TOLD))
      yield `    Along ${pathId}, step ${String(loss.step + 1)}: ${lossText(loss)}`;
    if (ended.length > MAX_TOLD)
      yield `    Along ${pathId}: ${count(ended.length - MAX_TOLD, "more branch", "more branches")}.`;
  }
  if (lossCount > losses.length)
    yield `    The trace has kept ${String(losses.length)} of ${count(lossCount, "lost branch", "lost branches")}.`;
}

export function lossText(loss: ExplainedLoss): string {
  const { type, identifier, reason, detail } = loss;
  const who = resourceText(loss);
  const what = `${type} ${identifier}`;
  const because = detail === null ? "" : `: ${detail.replace(/[.\s]+$/u, "")}`;
  switch (reason) {
    case "not_found":
      return `${who} does not know ${what}${because}.`;
    case "withdrawn":
      return `${who} says that ${what} was withdrawn${because}.`;
    case "failed":
      return `${who} failed when it was asked for ${what}${because}.`;
    case "timed_out":
      return `${who} did not answer in time for ${what}${because}.`;
    case "cancelled":
      return `the run was stopped before ${who} had answered for ${what}${because}.`;
    case "filtered":
      return `${what} was reached, but left out${because}.`;
    case "vetoed":
      return `${what} was ruled out by ${who}${because}.`;
    case "cut":
      return `${what} was not followed${because}.`;
  }
}
