import { UnknownReferenceError, type UnknownReference } from "../../errors/unknown-reference-error.js";
import type { PreparedBatch } from "./prepare-batch.js";

/** Ids that a batch refers to without containing the records. */
export interface ExternalReferences {
  readonly sessions: readonly string[];
  readonly pathExecutions: readonly string[];
  readonly mappings: readonly string[];
}

/** Which of these ids are committed. */
export interface CommittedReferences {
  readonly sessions: { has(id: string): boolean };
  /** The id of a path execution's session, or undefined if there is no such path execution. */
  readonly pathExecutions: { get(id: string): string | undefined };
  readonly mappings: { has(id: string): boolean };
}

/** The ids that a store must look up to know whether all references of a batch exist. Sorted and distinct. */
export function externalReferences(batch: PreparedBatch): ExternalReferences {
  const sessions = new Set<string>();
  const pathExecutions = new Set<string>();
  const mappings = new Set<string>();
  const own = {
    sessions: new Set(batch.sessionStarts.map((it) => it.id)),
    pathExecutions: new Set(batch.pathExecutions.map((it) => it.id)),
    mappings: new Set(batch.mappings.map((it) => it.id)),
  };
  const external = { sessions, pathExecutions, mappings };
  eachReference(batch, (to, id) => {
    if (!own[to].has(id)) external[to].add(id);
  });
  return {
    sessions: [...sessions].sort(),
    pathExecutions: [...pathExecutions].sort(),
    mappings: [...mappings].sort(),
  };
}

/** The ids of mappings that are targets of outcomes but not in the batch itself. Sorted and distinct. */
export function externalTargets({ mappings, outcomes }: PreparedBatch): string[] {
  if (outcomes.length === 0) return [];
  const own = new Set(mappings.map((it) => it.id));
  const targets = new Set<string>();
  for (const it of outcomes)
    for (const { mappingId } of it.targets) if (!own.has(mappingId)) targets.add(mappingId);
  return [...targets].sort();
}

/** All references of a batch, whether or not they exist. */
export function referencesOf(batch: PreparedBatch): UnknownReference[] {
  const references: UnknownReference[] = [];
  eachReference(batch, (_to, id, _sessionId, kind, record, field) => {
    references.push({ kind, record, field: fieldName(field), id });
  });
  return references;
}

/**
 * Throws an error that lists every reference to a record neither in the batch nor committed, and every reference to a
 * path execution of a session other than that of the referring record.
 *
 * @throws UnknownReferenceError
 */
export function checkReferences(batch: PreparedBatch, committed: CommittedReferences): void {
  const sessions = new Set(batch.sessionStarts.map((it) => it.id));
  const mappings = new Set(batch.mappings.map((it) => it.id));
  const pathExecutions = new Map(batch.pathExecutions.map((it) => [it.id, it.sessionId]));
  const unknown: UnknownReference[] = [];
  eachReference(batch, (to, id, sessionId, kind, record, field) => {
    const isKnown =
      to === "sessions"
        ? sessions.has(id) || committed.sessions.has(id)
        : to === "mappings"
          ? mappings.has(id) || committed.mappings.has(id)
          : (pathExecutions.get(id) ?? committed.pathExecutions.get(id)) === sessionId;
    if (!isKnown) unknown.push({ kind, record, field: fieldName(field), id });
  });
  if (unknown.length > 0) throw new UnknownReferenceError(unknown);
}

/**
 * Called for each reference: `to` and `id` are what is referred to, the rest describes the referring record. A number
 * as `field` is an index into an outcome's targets. Takes separate arguments, since an object for each of very many
 * references would be slow.
 */
type Visit = (
  to: keyof ExternalReferences,
  id: string,
  sessionId: string,
  kind: UnknownReference["kind"],
  record: string,
  field: string | number,
) => void;

function fieldName(field: string | number): string {
  return typeof field === "string" ? field : `targets[${String(field)}].mappingId`;
}

/** Session ends are left out: for an unknown session, they have an error of their own. */
function eachReference(batch: PreparedBatch, visit: Visit): void {
  for (const { id, sessionId } of batch.pathExecutions) {
    visit("sessions", sessionId, sessionId, "pathExecutions", id, "sessionId");
  }
  for (const { id, sessionId, pathExecutionId, mappingId } of batch.provenance) {
    visit("mappings", mappingId, sessionId, "provenance", id, "mappingId");
    visit("sessions", sessionId, sessionId, "provenance", id, "sessionId");
    visit("pathExecutions", pathExecutionId, sessionId, "provenance", id, "pathExecutionId");
  }
  for (const { sourceId, sessionId, answeredBy, targets } of batch.outcomes) {
    visit("sessions", sessionId, sessionId, "outcomes", sourceId, "sessionId");
    if (answeredBy !== sessionId) {
      visit("sessions", answeredBy, sessionId, "outcomes", sourceId, "answeredBy");
    }
    for (let i = 0; i < targets.length; i++) {
      visit("mappings", targets[i]?.mappingId ?? "", sessionId, "outcomes", sourceId, i);
    }
  }
  for (const { id, sessionId, pathExecutionId } of batch.metrics) {
    visit("sessions", sessionId, sessionId, "metrics", id, "sessionId");
    if (pathExecutionId !== null) {
      visit("pathExecutions", pathExecutionId, sessionId, "metrics", id, "pathExecutionId");
    }
  }
}
