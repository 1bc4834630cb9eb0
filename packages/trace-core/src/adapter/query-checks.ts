import { InvalidQueryError } from "../errors/store-errors.js";
import {
  DEFAULT_PAGE_SIZE,
  MAX_LOOKUP_IDS,
  MAX_PAGE_SIZE,
  type ListMappingsQuery,
  type ListOutcomesQuery,
  type ListProvenanceQuery,
  type PageRequest,
} from "../trace-store-queries.js";
import { isStorable } from "./is-storable.js";

const MAX_FINGERPRINTS = 1_000;

/** The page size asked for, or the default. */
export function pageLimit(request: PageRequest): number {
  const limit = request.limit ?? DEFAULT_PAGE_SIZE;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE_SIZE) {
    throw new InvalidQueryError(`limit must be a whole number from 1 to ${String(MAX_PAGE_SIZE)}`, {
      limit: String(limit),
    });
  }
  return limit;
}

/** The distinct ids of a look-up, within its bound. */
export function distinctIds(name: string, ids: readonly string[]): string[] {
  if (!Array.isArray(ids) || ids.some((id) => typeof id !== "string")) {
    throw new InvalidQueryError(`${name} must be an array of strings`, { argument: name });
  }
  if (ids.length > MAX_LOOKUP_IDS) {
    throw new InvalidQueryError(
      `${name} has ${String(ids.length)} ids; at most ${String(MAX_LOOKUP_IDS)} fit in a call`,
      {
        argument: name,
        count: ids.length,
      },
    );
  }
  return [...new Set<string>(ids)];
}

export function checkFingerprints(fingerprints: readonly string[]): void {
  if (!Array.isArray(fingerprints) || fingerprints.some((it) => typeof it !== "string")) {
    throw new InvalidQueryError("answerFingerprints must be an array of strings", {
      argument: "answerFingerprints",
    });
  }
  if (fingerprints.length > MAX_FINGERPRINTS) {
    throw new InvalidQueryError(`answerFingerprints has more than ${String(MAX_FINGERPRINTS)} entries`, {
      argument: "answerFingerprints",
      count: fingerprints.length,
    });
  }
}

export function checkConfidence(minConfidence: number | undefined): void {
  if (minConfidence !== undefined && !(minConfidence >= 0 && minConfidence <= 1)) {
    throw new InvalidQueryError("minConfidence must be a number from 0 to 1", { argument: "minConfidence" });
  }
}

/** A length of time in ms, from 0. */
export function checkDuration(name: string, value: number | undefined): void {
  if (value !== undefined && !(Number.isFinite(value) && value >= 0)) {
    throw new InvalidQueryError(`${name} must be a number of ms from 0`, { argument: name });
  }
}

export function checkDate(name: string, value: Date | undefined): void {
  if (value !== undefined && !(value instanceof Date && Number.isFinite(value.getTime()))) {
    throw new InvalidQueryError(`${name} must be a valid Date`, { argument: name });
  }
}

/** It asks by one session or one identifier, and by source ids, or from one on, only within a session. */
export function checkOutcomesQuery(query: ListOutcomesQuery): void {
  checkCriteria("listOutcomes", query, ["sessionId", "sourceId"], 1);
  if ("sourceId" in query && "sourceIds" in query) {
    throw new InvalidQueryError("listOutcomes takes sourceIds with a sessionId only", {
      argument: "sourceIds",
    });
  }
  if (!("fromSourceId" in query)) return;
  const from: unknown = query.fromSourceId;
  if ("sourceId" in query || "sourceIds" in query || typeof from !== "string" || !isStorable(from)) {
    throw new InvalidQueryError(
      "listOutcomes takes a fromSourceId of well-formed text with a sessionId only, and without sourceIds",
      { argument: "fromSourceId" },
    );
  }
}

/** It asks by one identifier, or for all. */
export function checkMappingsQuery(query: ListMappingsQuery): void {
  checkCriteria("listMappings", query, ["sourceId", "targetId"], 0);
}

/** It asks by exactly one of what it can ask by. */
export function checkProvenanceQuery(query: ListProvenanceQuery): void {
  checkCriteria("listProvenance", query, ["mappingId", "mappingIds", "sessionId", "pathExecutionId"], 1);
}

/**
 * A query asks by at least so many of its criteria, and by one at most: the others would be passed over. What is there
 * must be text, lest what was left undefined by mistake asks for everything; lists have a check of their own.
 */
function checkCriteria(member: string, query: object, criteria: readonly string[], least: 0 | 1): void {
  const given = Object.entries(query).filter(([key]) => criteria.includes(key));
  if (given.length > 1 || given.length < least) {
    throw new InvalidQueryError(
      `${member} needs ${least === 0 ? "at most" : "exactly"} one of ${criteria.join(", ")}`,
      { given: given.map(([key]) => key) },
    );
  }
  for (const [key, value] of given) {
    if (typeof value !== "string" && key !== "mappingIds") {
      throw new InvalidQueryError(`${member} needs a ${key} that is a string`, { argument: key });
    }
  }
}
