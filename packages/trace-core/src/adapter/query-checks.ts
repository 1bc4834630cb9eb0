import { InvalidQueryError } from "../errors/store-errors.js";
import {
  DEFAULT_PAGE_SIZE,
  MAX_LOOKUP_IDS,
  MAX_PAGE_SIZE,
  type PageRequest,
} from "../trace-store-queries.js";

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
