import { UnknownReferenceError, type UnknownReference } from "../errors/unknown-reference-error.js";
import type { PreparedBatch } from "./prepare-batch.js";

/** Ids that a batch refers to and does not carry itself. */
export interface ExternalReferences {
  readonly sessions: readonly string[];
  readonly pathExecutions: readonly string[];
  readonly mappings: readonly string[];
}

/** What of these ids is committed. */
export interface CommittedReferences {
  readonly sessions: { has(id: string): boolean };
  /** The id of a path execution's session, or undefined when there is no such path execution. */
  readonly pathExecutions: { get(id: string): string | undefined };
  readonly mappings: { has(id: string): boolean };
}

/** What a store has to look up before it knows that a batch refers to nothing unknown. Sorted and distinct. */
export function externalReferences(batch: PreparedBatch): ExternalReferences {
  const sessions = new Set<string>();
  const pathExecutions = new Set<string>();
  const mappings = new Set<string>();
  const own = {
    sessions: new Set(batch.sessionStarts.map((it) => it.id)),
    pathExecutions: new Set(batch.pathExecutions.map((it) => it.id)),
    mappings: new Set(batch.mappings.map((it) => it.id)),
  };
  eachReference(batch, ({ to, id }) => {
    if (own[to].has(id)) return;
    (to === "sessions" ? sessions : to === "mappings" ? mappings : pathExecutions).add(id);
  });
  return {
    sessions: [...sessions].sort(),
    pathExecutions: [...pathExecutions].sort(),
    mappings: [...mappings].sort(),
  };
}

/**
 * Throws for every reference to what is neither in the batch nor committed, and for a path execution that belongs to
 * another session than the record which names it.
 *
 * @throws UnknownReferenceError
 */
export function checkReferences(batch: PreparedBatch, committed: CommittedReferences): void {
  const sessions = new Set(batch.sessionStarts.map((it) => it.id));
  const mappings = new Set(batch.mappings.map((it) => it.id));
  const pathExecutions = new Map(batch.pathExecutions.map((it) => [it.id, it.sessionId]));
  const unknown: UnknownReference[] = [];
  eachReference(batch, ({ to, sessionId, ...place }) => {
    const { id } = place;
    const isKnown =
      to === "sessions"
        ? sessions.has(id) || committed.sessions.has(id)
        : to === "mappings"
          ? mappings.has(id) || committed.mappings.has(id)
          : (pathExecutions.get(id) ?? committed.pathExecutions.get(id)) === sessionId;
    if (!isKnown) unknown.push(place);
  });
  if (unknown.length > 0) throw new UnknownReferenceError(unknown);
}

interface Reference extends UnknownReference {
  readonly to: keyof ExternalReferences;
  /** Of the record that refers. */
  readonly sessionId: string;
}

/** Session ends are left out: an unknown session there is an error of its own. */
function eachReference(batch: PreparedBatch, visit: (reference: Reference) => void): void {
  batch.pathExecutions.forEach(({ id: record, sessionId }) => {
    visit({ kind: "pathExecutions", record, field: "sessionId", id: sessionId, to: "sessions", sessionId });
  });
  batch.provenance.forEach(({ id: record, sessionId, pathExecutionId, mappingId }) => {
    const at = { kind: "provenance", record, sessionId } as const;
    visit({ ...at, field: "mappingId", id: mappingId, to: "mappings" });
    visit({ ...at, field: "sessionId", id: sessionId, to: "sessions" });
    visit({ ...at, field: "pathExecutionId", id: pathExecutionId, to: "pathExecutions" });
  });
  batch.outcomes.forEach(({ sourceId: record, sessionId, answeredBy, targets }) => {
    const at = { kind: "outcomes", record, sessionId } as const;
    visit({ ...at, field: "sessionId", id: sessionId, to: "sessions" });
    if (answeredBy !== sessionId) visit({ ...at, field: "answeredBy", id: answeredBy, to: "sessions" });
    targets.forEach((target, i) => {
      visit({ ...at, field: `targets[${String(i)}].mappingId`, id: target.mappingId, to: "mappings" });
    });
  });
  batch.metrics.forEach(({ id: record, sessionId, pathExecutionId }) => {
    const at = { kind: "metrics", record, sessionId } as const;
    visit({ ...at, field: "sessionId", id: sessionId, to: "sessions" });
    if (pathExecutionId !== null) {
      visit({ ...at, field: "pathExecutionId", id: pathExecutionId, to: "pathExecutions" });
    }
  });
}
