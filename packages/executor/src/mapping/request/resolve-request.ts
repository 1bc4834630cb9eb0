import type { JsonObject } from "@waymark/trace-core";

import { InvalidMappingRequestError } from "../errors/invalid-mapping-request-error.js";
import type { MappingRequest } from "./mapping-request.js";
import { DEFAULT_DISCOVERED_RELATIONS, type PathFinderOptions } from "../path-finder.js";

const SEVEN_DAYS_MS = 7 * 24 * 60 * 60 * 1000;

/** A request with every default filled in. */
export type ResolvedRequest = Required<Omit<MappingRequest, "discoverPaths" | "signal" | "onProgress">> & {
  readonly discoverPaths: NonNullable<PathFinderOptions["discoverPaths"]>;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: MappingRequest["onProgress"];
};

/** @throws InvalidMappingRequestError for the first option that is out of its bounds */
export function resolveRequest(request: MappingRequest): ResolvedRequest {
  const resolved: ResolvedRequest = {
    sourceType: request.sourceType,
    targetType: request.targetType,
    identifiers: request.identifiers,
    sourceEndpoint: request.sourceEndpoint ?? null,
    targetEndpoint: request.targetEndpoint ?? null,
    secondaryTypes: request.secondaryTypes ?? [],
    tags: request.tags ?? [],
    parameters: request.parameters ?? {},
    minConfidence: request.minConfidence ?? 0,
    maxHops: request.maxHops ?? 5,
    discoverPaths: discovery(request.discoverPaths),
    discoveredRelations: request.discoveredRelations ?? DEFAULT_DISCOVERED_RELATIONS,
    allowReverse: request.allowReverse ?? false,
    maxDiscoveredPaths: request.maxDiscoveredPaths ?? 10,
    tryReverse: request.tryReverse ?? false,
    validate: request.validate ?? false,
    asOf: request.asOf ?? null,
    useCache: request.useCache ?? true,
    maxCacheAge: request.maxCacheAge ?? Number.POSITIVE_INFINITY,
    negativeCacheAge: request.negativeCacheAge ?? SEVEN_DAYS_MS,
    batchSize: request.batchSize ?? 1_000,
    sliceSize: request.sliceSize ?? 4_000,
    concurrency: request.concurrency ?? 4,
    stepTimeoutMs: request.stepTimeoutMs ?? 60_000,
    signal: request.signal,
    onProgress: request.onProgress,
  };
  check(resolved);
  return resolved;
}

/** Options of the executor that can change answers. */
export interface ExecutorParameters {
  readonly maxBranches: number;
  /** Null for a custom rule without a name. */
  readonly confidenceRule: string | null;
}

/** The parameters kept with a session: everything that can change an answer or how long the run takes. */
export function sessionParameters(request: ResolvedRequest, executor: ExecutorParameters): JsonObject {
  const { minConfidence, maxHops, discoverPaths, allowReverse, useCache, batchSize, sliceSize, concurrency } =
    request;
  return {
    ...request.parameters,
    options: {
      minConfidence,
      maxHops,
      discoverPaths,
      discoveredRelations: [...request.discoveredRelations],
      allowReverse,
      maxDiscoveredPaths: request.maxDiscoveredPaths,
      tryReverse: request.tryReverse,
      secondaryTypes: [...request.secondaryTypes],
      validate: request.validate,
      asOf: request.asOf === null ? null : request.asOf.toISOString(),
      useCache,
      maxCacheAge: Number.isFinite(request.maxCacheAge) ? request.maxCacheAge : null,
      negativeCacheAge: Number.isFinite(request.negativeCacheAge) ? request.negativeCacheAge : null,
      batchSize,
      sliceSize,
      concurrency,
      stepTimeoutMs: request.stepTimeoutMs,
      maxBranches: executor.maxBranches,
      confidenceRule: executor.confidenceRule,
    },
  };
}

function discovery(option: MappingRequest["discoverPaths"]): ResolvedRequest["discoverPaths"] {
  if (option === undefined) return "when-undeclared";
  return typeof option === "string" ? option : option ? "always" : "never";
}

function check(request: ResolvedRequest): void {
  const identifiers: unknown = request.identifiers;
  const isIterable =
    typeof identifiers === "object" &&
    identifiers !== null &&
    (Symbol.iterator in identifiers || Symbol.asyncIterator in identifiers);
  if (!isIterable) {
    throw new InvalidMappingRequestError(
      "identifiers",
      "must be an iterable or async iterable",
      typeof identifiers,
    );
  }
  if (request.asOf !== null && Number.isNaN(request.asOf.getTime()))
    throw new InvalidMappingRequestError("asOf", "must be a valid date", String(request.asOf));
  within(request, "minConfidence", 0, 1, false);
  within(request, "maxHops", 1, 20);
  within(request, "maxDiscoveredPaths", 0, 1_000);
  within(request, "maxCacheAge", 0, Number.POSITIVE_INFINITY, false);
  within(request, "negativeCacheAge", 0, Number.POSITIVE_INFINITY, false);
  within(request, "batchSize", 1, 100_000);
  within(request, "sliceSize", 1, 10_000);
  within(request, "concurrency", 1, 1_000);
  within(request, "stepTimeoutMs", 1, 2 ** 31 - 1);
}

type NumberOption = {
  [Key in keyof ResolvedRequest]: ResolvedRequest[Key] extends number ? Key : never;
}[keyof ResolvedRequest];

function within(
  request: ResolvedRequest,
  option: NumberOption,
  min: number,
  max: number,
  isWhole = true,
): void {
  const value = request[option];
  if (typeof value === "number" && value >= min && value <= max && (!isWhole || Number.isInteger(value)))
    return;
  const range =
    max === Number.POSITIVE_INFINITY ? `from ${String(min)}` : `from ${String(min)} to ${String(max)}`;
  throw new InvalidMappingRequestError(
    option,
    `must be a ${isWhole ? "whole " : ""}number ${range}`,
    String(value),
  );
}
