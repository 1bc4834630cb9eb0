import { describe, it } from "vitest";

import { uuidV7 } from "../identity/id-source.js";
import type { TraceStore } from "../trace-store.js";
import type { ListOutcomesQuery } from "../trace-store-queries.js";
import { at } from "./sample-records.js";
import { failure, openedOnce, type TraceStoreUnderTest } from "./store-under-test.js";

/** Every member that takes an object as its argument. */
const MEMBERS = [
  "listSessions",
  "listPathExecutions",
  "listMetrics",
  "listOutcomes",
  "listProvenance",
  "listMappings",
  "findMappings",
  "findReverse",
  "findAnswers",
  "pathPerformance",
  "abandonStale",
  "prune",
] as const satisfies (keyof TraceStore)[];

/** The members whose argument is required. */
const NEEDING = [
  "listPathExecutions",
  "listMetrics",
  "listOutcomes",
  "listProvenance",
  "findMappings",
  "findReverse",
  "findAnswers",
  "prune",
] as const satisfies (typeof MEMBERS)[number][];

const TYPES = { sourceType: "GENE", targetType: "PROTEIN" };
const ANSWERS = { ...TYPES, sourceIds: ["g"], answerFingerprints: ["f"], since: at(0) };
const NO_DATE = new Date(Number.NaN);

/** Arguments that are incomplete, or of the wrong type. */
const ODD: [member: (typeof MEMBERS)[number], given: string, argument: object][] = [
  ["listSessions", "a status that is not a string", { status: { $ne: "running" } }],
  ["listPathExecutions", "a session that is undefined", { sessionId: undefined }],
  ["listMetrics", "a session that is not a string", { sessionId: 5 }],
  ["listOutcomes", "ids that are null", { sessionId: uuidV7(), sourceIds: null }],
  ["findMappings", "no source type", { targetType: "PROTEIN", sourceIds: ["g"] }],
  ["findMappings", "no ids", TYPES],
  ["findMappings", "ids that are not a list", { ...TYPES, sourceIds: "g" }],
  ["findMappings", "an id that is not a string", { ...TYPES, sourceIds: [7157] }],
  ["findMappings", "a negative age", { ...TYPES, sourceIds: ["g"], maxAgeMs: -1 }],
  ["findMappings", "an age of NaN", { ...TYPES, sourceIds: ["g"], maxAgeMs: Number.NaN }],
  ["findMappings", "a confidence above 1", { ...TYPES, sourceIds: ["g"], minConfidence: 1.1 }],
  ["findReverse", "no target type", { sourceType: "GENE", targetIds: ["p"] }],
  ["findReverse", "no ids", TYPES],
  ["findReverse", "a confidence of NaN", { ...TYPES, targetIds: ["p"], minConfidence: Number.NaN }],
  ["findAnswers", "a type that is not a string", { ...ANSWERS, sourceType: 5 }],
  ["findAnswers", "no fingerprints", { ...ANSWERS, answerFingerprints: undefined }],
  ["findAnswers", "no time", { ...ANSWERS, since: undefined }],
  ["findAnswers", "an invalid time", { ...ANSWERS, since: NO_DATE }],
  ["pathPerformance", "an invalid time", { since: NO_DATE }],
  ["pathPerformance", "a string instead of a time", { until: "2026-01-01" }],
  ["abandonStale", "a time of NaN", { staleAfterMs: Number.NaN }],
  ["abandonStale", "a list instead of isOwnerAlive", { isOwnerAlive: [] }],
  ["prune", "a date that is undefined", { olderThan: undefined }],
  ["prune", "a date that is null", { olderThan: null }],
  ["prune", "an invalid date", { olderThan: NO_DATE }],
  ["prune", "a string instead of a date", { olderThan: "2026-01-01" }],
  ["prune", "a dry run that is neither true nor false", { olderThan: at(0), dryRun: null }],
];

export function describeOddArguments(subject: TraceStoreUnderTest): void {
  describe("invalid arguments", () => {
    const context = openedOnce(subject);

    const call = async (member: (typeof MEMBERS)[number], argument: unknown): Promise<unknown> =>
      (context.store[member] as (argument: unknown) => Promise<unknown>).call(context.store, argument);

    it.each(MEMBERS)("are refused by %s if they are not objects", async (member) => {
      for (const odd of [null, "text", 5]) await failure(call(member, odd), "invalid-query");
    });

    it.each(NEEDING)("are refused by %s when they are missing", async (member) => {
      for (const odd of [undefined, {}]) await failure(call(member, odd), "invalid-query");
    });

    it.each(ODD)("are refused by %s, given %s", async (member, _given, argument) => {
      await failure(call(member, argument), "invalid-query");
    });

    it.each<[name: string, query: object]>([
      ["by no criterion", {}],
      ["by a session and an identifier", { sessionId: uuidV7(), sourceId: "g" }],
      ["by an identifier and by several", { sourceId: "g", sourceIds: ["g"] }],
      ["by an identifier that is undefined", { sourceId: undefined }],
      ["by an identifier that is a number", { sourceId: 7157 }],
      ["from an identifier on, and by several", { sessionId: uuidV7(), fromSourceId: "g", sourceIds: ["g"] }],
      ["from an identifier on, in all sessions", { sourceId: "g", fromSourceId: "g" }],
      ["from malformed text on", { sessionId: uuidV7(), fromSourceId: "\ud800" }],
    ])("refuses to list outcomes %s", async (_name, query) => {
      await failure(context.store.listOutcomes(query as ListOutcomesQuery), "invalid-query");
    });

    it.each<[name: string, query: object]>([
      ["by a source and a target", { sourceId: "g", targetId: "p" }],
      ["by a source that is undefined", { sourceId: undefined }],
      ["by a target that is null", { targetId: null }],
      ["by a list of sources", { sourceId: ["g"] }],
    ])("refuses to list mappings %s", async (_name, query) => {
      await failure(context.store.listMappings(query), "invalid-query");
    });

    it.each<[name: string, query: object]>([
      ["by a mapping and a session", { mappingId: uuidV7(), sessionId: uuidV7() }],
      ["by a mapping that is undefined", { mappingId: undefined }],
      ["by mappings that are not a list", { mappingIds: uuidV7() }],
    ])("refuses to list provenance %s", async (_name, query) => {
      await failure(context.store.listProvenance(query as { mappingId: string }), "invalid-query");
    });
  });
}
