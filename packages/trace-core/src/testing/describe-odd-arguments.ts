import { describe, it } from "vitest";

import { uuidV7 } from "../identity/id-source.js";
import type { TraceStore } from "../trace-store.js";
import type { ListOutcomesQuery } from "../trace-store-queries.js";
import { at } from "./sample-records.js";
import { failure, openedOnce, type TraceStoreUnderTest } from "./store-under-test.js";

/** Every member that takes an object. */
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

/** Those of them that cannot do without. */
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

/** Arguments that leave something out, or mean something else. */
const ODD: [member: (typeof MEMBERS)[number], given: string, argument: object][] = [
  ["listSessions", "a status that is no text", { status: { $ne: "running" } }],
  ["listPathExecutions", "a session that is undefined", { sessionId: undefined }],
  ["listMetrics", "a session that is no text", { sessionId: 5 }],
  ["listOutcomes", "ids that are null", { sessionId: uuidV7(), sourceIds: null }],
  ["findMappings", "no source type", { targetType: "PROTEIN", sourceIds: ["g"] }],
  ["findMappings", "no ids", TYPES],
  ["findMappings", "ids that are no list", { ...TYPES, sourceIds: "g" }],
  ["findMappings", "an id that is no text", { ...TYPES, sourceIds: [7157] }],
  ["findMappings", "a negative age", { ...TYPES, sourceIds: ["g"], maxAgeMs: -1 }],
  ["findMappings", "an age that is no number", { ...TYPES, sourceIds: ["g"], maxAgeMs: Number.NaN }],
  ["findMappings", "a confidence above 1", { ...TYPES, sourceIds: ["g"], minConfidence: 1.1 }],
  ["findReverse", "no target type", { sourceType: "GENE", targetIds: ["p"] }],
  ["findReverse", "no ids", TYPES],
  ["findReverse", "a confidence that is none", { ...TYPES, targetIds: ["p"], minConfidence: Number.NaN }],
  ["findAnswers", "a type that is no text", { ...ANSWERS, sourceType: 5 }],
  ["findAnswers", "no fingerprints", { ...ANSWERS, answerFingerprints: undefined }],
  ["findAnswers", "no time", { ...ANSWERS, since: undefined }],
  ["findAnswers", "a time that is none", { ...ANSWERS, since: NO_DATE }],
  ["pathPerformance", "a time that is none", { since: NO_DATE }],
  ["pathPerformance", "a text for a time", { until: "2026-01-01" }],
  ["abandonStale", "a time that is none", { staleAfterMs: Number.NaN }],
  ["abandonStale", "a list of the living", { isOwnerAlive: [] }],
  ["prune", "a date that is undefined", { olderThan: undefined }],
  ["prune", "a date that is null", { olderThan: null }],
  ["prune", "a date that is none", { olderThan: NO_DATE }],
  ["prune", "a text for a date", { olderThan: "2026-01-01" }],
  ["prune", "a dry run that is neither true nor false", { olderThan: at(0), dryRun: null }],
];

export function describeOddArguments(subject: TraceStoreUnderTest): void {
  describe("odd arguments", () => {
    const context = openedOnce(subject);

    const call = async (member: (typeof MEMBERS)[number], argument: unknown): Promise<unknown> =>
      (context.store[member] as (argument: unknown) => Promise<unknown>).call(context.store, argument);

    it.each(MEMBERS)("are refused by %s where an object belongs", async (member) => {
      for (const odd of [null, "text", 5]) await failure(call(member, odd), "invalid-query");
    });

    it.each(NEEDING)("are refused by %s when all is left out", async (member) => {
      for (const odd of [undefined, {}]) await failure(call(member, odd), "invalid-query");
    });

    it.each(ODD)("are refused by %s, given %s", async (member, _given, argument) => {
      await failure(call(member, argument), "invalid-query");
    });

    it.each<[name: string, query: object]>([
      ["by nothing", {}],
      ["by a session and an identifier", { sessionId: uuidV7(), sourceId: "g" }],
      ["by an identifier and by some", { sourceId: "g", sourceIds: ["g"] }],
      ["by an identifier that is undefined", { sourceId: undefined }],
      ["by an identifier that is a number", { sourceId: 7157 }],
      ["from an identifier on, and by some", { sessionId: uuidV7(), fromSourceId: "g", sourceIds: ["g"] }],
      ["from an identifier on, in all sessions", { sourceId: "g", fromSourceId: "g" }],
      ["from what is no text on", { sessionId: uuidV7(), fromSourceId: "\ud800" }],
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
      ["by mappings that are no list", { mappingIds: uuidV7() }],
    ])("refuses to list provenance %s", async (_name, query) => {
      await failure(context.store.listProvenance(query as { mappingId: string }), "invalid-query");
    });
  });
}
