import type { Outcome, ValidationStatus } from "@waymark/trace-core";

import { count, decimal, joined, longDate, percent, share } from "../shared/words.js";
import type { MethodsCounts, MethodsFacts, MethodsPath, MethodsResource } from "./methods-facts.js";
import { parameterSentence } from "./methods-parameters.js";

/** The facts as one paragraph of English. */
export function methodsParagraph(facts: MethodsFacts): string {
  return [
    opening(facts),
    ...pathSentences(facts),
    ...resourceSentences(facts.resources),
    ...facts.parameters.map((it) => parameterSentence(it, facts, longDate)),
    ...countSentences(facts),
    ...statusSentences(facts),
    `The complete trace of the run is kept under session ${facts.sessionId}.`,
  ].join(" ");
}

function opening(facts: MethodsFacts): string {
  const { tool, executorVersion, sourceType, targetType, sourceEndpoint, targetEndpoint } = facts;
  const from = sourceEndpoint === null ? "" : ` from ${sourceEndpoint}`;
  const to = targetEndpoint === null ? "" : ` in ${targetEndpoint}`;
  const version = executorVersion === null ? "" : ` (version ${executorVersion})`;
  return `Identifiers of type ${sourceType}${from} were mapped to ${targetType}${to} with ${tool}${version} ${dates(facts)}.`;
}

function dates({ startedAt, endedAt }: MethodsFacts): string {
  const start = longDate(startedAt);
  const end = endedAt === null ? start : longDate(endedAt);
  return start === end ? `on ${start}` : `from ${start} to ${end}`;
}

function pathSentences({ paths, sourceType, targetType }: MethodsFacts): string[] {
  const isBack = (it: MethodsPath): boolean => it.sourceType === targetType && sourceType !== targetType;
  const there = paths.filter((it) => !isBack(it));
  const back = paths.filter(isBack);
  const sentences: string[] = [];
  if (there.length > 0)
    sentences.push(
      `They were mapped along ${there.length === 1 ? "the path" : `${String(there.length)} paths:`} ${joined(there.map(pathText))}.`,
    );
  if (back.length > 0) sentences.push(`Targets were mapped back along ${joined(back.map(pathText))}.`);
  return sentences;
}

function pathText({ pathId, steps }: MethodsPath): string {
  const route = steps.map((it) => `${it.inputType} to ${it.outputType} by ${it.resource}`);
  return route.length === 0 ? pathId : `${pathId} (${route.join(", ")})`;
}

function resourceSentences(resources: readonly MethodsResource[]): string[] {
  if (resources.length === 0) return [];
  // A service may have had several releases in one run.
  const names = new Set(resources.map((it) => it.name));
  const citations = resources.flatMap(({ name, citation }) =>
    citation === null ? [] : [`Citation for ${name}: ${ended(citation)}`],
  );
  return [
    `The data came from ${count(names.size, "resource")}: ${resources.map(resourceText).join("; ")}.`,
    ...new Set(citations),
  ];
}

function resourceText({ name, title, release, contentHash, homepage, license }: MethodsResource): string {
  const parts = [
    title === null ? null : name,
    release === null ? "without a release" : `release ${release}`,
    contentHash === null ? null : `SHA-256 ${contentHash.slice(0, 16)}…`,
    homepage,
    license === null ? null : `licence: ${license}`,
  ].filter((it) => it !== null);
  return `${title ?? name} (${parts.join(", ")})`;
}

function ended(sentence: string): string {
  const trimmed = sentence.trim();
  return /[.!?]$/u.test(trimmed) ? trimmed : `${trimmed}.`;
}

const OUTCOME_TEXTS: Readonly<Record<Outcome, string>> = {
  mapped: "mapped to one target",
  mapped_to_many: "mapped to several targets",
  filtered: "found only below the requested confidence",
  unresolved: "left unresolved because a resource failed",
  obsolete: "obsolete, withdrawn without a successor",
  not_found: "not found",
  invalid: "invalid as identifiers of this type",
};

const VALIDATION_TEXTS: Readonly<Record<ValidationStatus, string>> = {
  validated: "led back to the identifier",
  validated_ambiguous: "led back to the identifier and to others",
  renamed: "led back to the current label of the identifier's entity",
  one_way: "did not lead back",
  no_reverse_path: "had no path back",
  no_target: "had nothing to be mapped back",
};

function countSentences({ counts }: MethodsFacts): string[] {
  const { identifiers, outcomes, matchedAs, ambiguous, provisional, replaced, fromCache } = counts;
  if (identifiers === 0) return ["No identifier was answered."];
  const results = outcomes.map(
    (it) => `${share(it.count, identifiers)} ${it.count === 1 ? "was" : "were"} ${OUTCOME_TEXTS[it.outcome]}`,
  );
  const sentences = [`Of ${count(identifiers, "distinct identifier")}, ${joined(results)}.`];
  if (matchedAs.length > 0) {
    const interpretations = matchedAs.map(
      (it, i) => `${it.count.toLocaleString("en-US")}${i === 0 ? " matched" : ""} as ${it.name}`,
    );
    sentences.push(`Of those with a target, ${joined(interpretations)}.`);
  }
  if (ambiguous > 0)
    sentences.push(`${count(ambiguous, "identifier")} named several entities, all of which were followed.`);
  if (replaced > 0)
    sentences.push(
      `${count(replaced, "identifier")} ${replaced === 1 ? "was" : "were"} followed to ${replaced === 1 ? "its successor" : "their successors"}.`,
    );
  sentences.push(...confidenceSentences(counts), ...validationSentences(counts));
  if (provisional > 0)
    sentences.push(
      `${count(provisional, "answer is", "answers are")} provisional, because a rank or path that comes first had failed.`,
    );
  if (fromCache > 0)
    sentences.push(
      `${count(fromCache, "answer")} (${percent(fromCache, identifiers)}) ${fromCache === 1 ? "was" : "were"} taken from earlier runs, whose traces are kept, too.`,
    );
  return sentences;
}

function confidenceSentences({ confidence, targets }: MethodsCounts): string[] {
  if (confidence === null) return [];
  const { min, max } = confidence;
  const all = count(targets, "target");
  if (min === max) return [`The confidence of the ${all} is ${decimal(min)}.`];
  return [`The confidences of the ${all} range from ${decimal(min)} to ${decimal(max)}.`];
}

function validationSentences({ validation }: MethodsCounts): string[] {
  if (validation.length === 0) return [];
  const whole = validation.reduce((sum, it) => sum + it.count, 0);
  const parts = validation.map((it) => `${share(it.count, whole)} ${VALIDATION_TEXTS[it.status]}`);
  return [`Of ${count(whole, "target")} mapped back, ${joined(parts)}.`];
}

function statusSentences({ status }: MethodsFacts): string[] {
  if (status === "completed") return [];
  return status === "running"
    ? ["The run has not ended yet; the counts cover what it has answered so far."]
    : [`The run ended as ${status}; the counts cover what it had answered.`];
}
