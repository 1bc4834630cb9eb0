import { InvalidQueryError } from "../../errors/store-errors.js";
import {
  DEFAULT_PAGE_SIZE,
  MAX_LOOKUP_IDS,
  MAX_PAGE_SIZE,
  type AbandonStaleOptions,
  type FindAnswersQuery,
  type FindMappingsQuery,
  type FindReverseQuery,
  type ListMappingsQuery,
  type ListMetricsQuery,
  type ListOutcomesQuery,
  type ListPathExecutionsQuery,
  type ListProvenanceQuery,
  type ListSessionsQuery,
  type PageRequest,
  type PerformanceWindow,
  type PruneOptions,
} from "../../trace-store-queries.js";
import { isStorable } from "../../text/is-storable.js";

const MAX_FINGERPRINTS = 1_000;

/** The requested page size, or the default. */
export function pageLimit(request: PageRequest): number {
  const limit = request.limit ?? DEFAULT_PAGE_SIZE;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE_SIZE) {
    throw new InvalidQueryError(`limit must be a whole number from 1 to ${String(MAX_PAGE_SIZE)}`, {
      limit: String(limit),
    });
  }
  return limit;
}

/** The distinct ids of a look-up, checked against its bound. */
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

export function checkSessionsQuery(query: ListSessionsQuery): void {
  checkObject("listSessions", query);
  if (query.status !== undefined) checkText("status", query.status);
}

/** The query must name a session. */
export function checkSessionQuery(
  member: "listPathExecutions" | "listMetrics",
  query: ListPathExecutionsQuery | ListMetricsQuery,
): void {
  checkCriteria(member, query, ["sessionId"], 1);
}

/** All but the ids, which `distinctIds` checks. */
export function checkFindQuery(
  member: "findMappings" | "findReverse",
  query: Omit<FindMappingsQuery, "sourceIds"> | Omit<FindReverseQuery, "targetIds">,
): void {
  checkObject(member, query);
  checkText("sourceType", query.sourceType);
  checkText("targetType", query.targetType);
  checkDuration("maxAgeMs", query.maxAgeMs);
  const { minConfidence } = query;
  if (minConfidence !== undefined && !(minConfidence >= 0 && minConfidence <= 1)) {
    throw new InvalidQueryError("minConfidence must be a number from 0 to 1", { argument: "minConfidence" });
  }
}

/** All but the ids, which `distinctIds` checks. */
export function checkAnswersQuery(query: FindAnswersQuery): void {
  checkObject("findAnswers", query);
  checkText("sourceType", query.sourceType);
  checkText("targetType", query.targetType);
  checkFingerprints(query.answerFingerprints);
  checkDate("since", query.since);
}

export function checkWindow(window: PerformanceWindow): void {
  checkObject("pathPerformance", window);
  if (window.since !== undefined) checkDate("since", window.since);
  if (window.until !== undefined) checkDate("until", window.until);
}

export function checkAbandonStale(options: AbandonStaleOptions): void {
  checkObject("abandonStale", options);
  checkDuration("staleAfterMs", options.staleAfterMs);
  const { isOwnerAlive }: { isOwnerAlive?: unknown } = options;
  if (isOwnerAlive !== undefined && typeof isOwnerAlive !== "function") {
    throw new InvalidQueryError("isOwnerAlive must be a function", { argument: "isOwnerAlive" });
  }
}

/** Strict, so that a missing date or a `dryRun` of the wrong type removes nothing. */
export function checkPrune(options: PruneOptions): void {
  checkObject("prune", options);
  checkDate("olderThan", options.olderThan);
  const { dryRun }: { dryRun?: unknown } = options;
  if (dryRun !== undefined && typeof dryRun !== "boolean") {
    throw new InvalidQueryError("dryRun must be true or false", { argument: "dryRun" });
  }
}

/**
 * The query must name one session or one identifier; `sourceIds` and `fromSourceId` are allowed only with a session.
 */
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

/** The query may name one identifier; without one, it asks for all mappings. */
export function checkMappingsQuery(query: ListMappingsQuery): void {
  checkCriteria("listMappings", query, ["sourceId", "targetId"], 0);
}

/** The query must name exactly one criterion. */
export function checkProvenanceQuery(query: ListProvenanceQuery): void {
  checkCriteria("listProvenance", query, ["mappingId", "mappingIds", "sessionId", "pathExecutionId"], 1);
}

/**
 * A query must have at least `least` of the criteria, and at most one, since any others would be ignored. A criterion
 * that is present must be a string: one that is undefined by mistake must not ask for everything. Lists are checked
 * elsewhere.
 */
function checkCriteria(member: string, query: object, criteria: readonly string[], least: 0 | 1): void {
  checkObject(member, query);
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

function checkFingerprints(fingerprints: readonly string[]): void {
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

/** A length of time in ms, 0 or greater. */
function checkDuration(name: string, value: number | undefined): void {
  if (value !== undefined && !(Number.isFinite(value) && value >= 0)) {
    throw new InvalidQueryError(`${name} must be a number of ms from 0`, { argument: name });
  }
}

function checkDate(name: string, value: unknown): void {
  if (!(value instanceof Date && Number.isFinite(value.getTime()))) {
    throw new InvalidQueryError(`${name} must be a valid Date`, { argument: name });
  }
}

function checkText(name: string, value: unknown): void {
  if (typeof value !== "string") {
    throw new InvalidQueryError(`${name} must be a string`, { argument: name });
  }
}

function checkObject(member: string, value: unknown): void {
  if (typeof value !== "object" || value === null) {
    throw new InvalidQueryError(`${member} takes an object`, { member });
  }
}
