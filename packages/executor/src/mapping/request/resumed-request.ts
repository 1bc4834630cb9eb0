import type { JsonObject, MappingSession } from "@waymark/trace-core";

import type { Catalog } from "../../catalog.js";
import { SessionNotResumableError } from "../errors/session-not-resumable-error.js";
import type { MappingRequest } from "./mapping-request.js";
import { resolveRequest, type ResolvedRequest } from "./resolve-request.js";

/** The options that a resumed run takes anew; all others come from its session. */
export type ResumeOptions = Pick<MappingRequest, "signal" | "onProgress">;

/**
 * The request that started a session, restored from the session's parameters.
 *
 * @throws SessionNotResumableError the catalog has changed, or the session was not started by a `MappingExecutor`
 */
export function resumedRequest(
  session: MappingSession,
  identifiers: MappingRequest["identifiers"],
  catalog: Catalog,
  options: ResumeOptions,
): ResolvedRequest {
  if (session.catalogFingerprint !== catalog.fingerprint) {
    throw new SessionNotResumableError(
      session.id,
      "the catalog, or its data, has changed since. Start a new run: it takes answers that are still valid from the cache",
    );
  }
  const { options: kept, ...parameters } = session.parameters;
  if (typeof kept !== "object" || kept === null || Array.isArray(kept)) {
    throw new SessionNotResumableError(session.id, "it was not started by a MappingExecutor");
  }
  const { sourceType, targetType, sourceEndpoint, targetEndpoint, tags } = session;
  // Null stands for infinity, which JSON does not have.
  const { negativeCacheAge, asOf, ...rest } = kept as JsonObject;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
  return resolveRequest({
    ...(given as Partial<MappingRequest>),
    negativeCacheAge: typeof negativeCacheAge === "number" ? negativeCacheAge : Number.POSITIVE_INFINITY,
    asOf: typeof asOf === "string" ? new Date(asOf) : null,
    ...options,
    sourceType,
    targetType,
    sourceEndpoint,
    targetEndpoint,
    tags,
    parameters,
    identifiers,
  });
}
