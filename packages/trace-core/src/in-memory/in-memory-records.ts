import { applySessionEnd } from "../adapter/sessions/apply-session-end.js";
import { mergeEntityMapping } from "../adapter/merging/merge-entity-mapping.js";
import { mergeIdentifierOutcome } from "../adapter/merging/merge-identifier-outcome.js";
import { outcomeKey, type PreparedBatch } from "../adapter/batch/prepare-batch.js";
import { checkReferences } from "../adapter/batch/references.js";
import { SessionNotFoundError } from "../errors/session-errors.js";
import type { EntityMapping, EntityMappingKey } from "../records/entity-mapping.js";
import type { EntityMappingProvenance } from "../records/entity-mapping-provenance.js";
import type { ExecutionMetric } from "../records/execution-metric.js";
import type { IdentifierOutcome } from "../records/identifier-outcome.js";
import type { MappingPathExecutionLog } from "../records/mapping-path-execution-log.js";
import type { MappingSession } from "../records/mapping-session.js";
import { SetIndex } from "./set-index.js";

/** All records, with an index for every look-up. Callers get copies, never these records. */
export class InMemoryRecords {
  readonly sessions = new Map<string, MappingSession>();
  readonly pathExecutions = new Map<string, MappingPathExecutionLog>();
  readonly mappings = new Map<string, EntityMapping>();
  readonly provenance = new Map<string, EntityMappingProvenance>();
  readonly outcomes = new Map<string, IdentifierOutcome>();
  readonly metrics = new Map<string, ExecutionMetric>();

  readonly pathExecutionsOfSession = new SetIndex();
  readonly mappingsBySource = new SetIndex();
  readonly mappingsByTarget = new SetIndex();
  readonly mappingsOfSourceId = new SetIndex();
  readonly mappingsOfTargetId = new SetIndex();
  readonly provenanceOfMapping = new SetIndex();
  readonly provenanceOfSession = new SetIndex();
  readonly outcomesOfSession = new SetIndex();
  readonly outcomesBySource = new SetIndex();
  readonly outcomesOfSourceId = new SetIndex();
  readonly outcomesAnsweredBy = new SetIndex();
  readonly metricsOfSession = new SetIndex();

  /**
   * Applies a batch, all or nothing: every check precedes the first change. Keeps the records, so no one else may hold
   * them.
   */
  apply(batch: PreparedBatch): void {
    const ended = this.endedSessions(batch);
    checkReferences(batch, {
      sessions: this.sessions,
      mappings: this.mappings,
      pathExecutions: { get: (id) => this.pathExecutions.get(id)?.sessionId },
    });

    for (const it of batch.sessionStarts) if (!this.sessions.has(it.id)) this.sessions.set(it.id, it);
    for (const it of batch.pathExecutions) {
      if (this.pathExecutions.has(it.id)) continue;
      this.pathExecutions.set(it.id, it);
      this.pathExecutionsOfSession.add(it.sessionId, it.id);
    }
    for (const it of batch.mappings) {
      const known = this.mappings.get(it.id);
      this.mappings.set(it.id, known === undefined ? it : mergeEntityMapping(known, it));
      this.mappingsBySource.add(sourceKey(it), it.id);
      this.mappingsByTarget.add(targetKey(it), it.id);
      this.mappingsOfSourceId.add(it.sourceId, it.id);
      this.mappingsOfTargetId.add(it.targetId, it.id);
    }
    for (const it of batch.provenance) {
      if (this.provenance.has(it.id)) continue;
      this.provenance.set(it.id, it);
      this.provenanceOfMapping.add(it.mappingId, it.id);
      this.provenanceOfSession.add(it.sessionId, it.id);
    }
    for (const it of batch.outcomes) this.applyOutcome(it);
    for (const it of batch.metrics) {
      if (this.metrics.has(it.id)) continue;
      this.metrics.set(it.id, it);
      this.metricsOfSession.add(it.sessionId, it.id);
    }
    for (const it of ended) this.sessions.set(it.id, it);
  }

  /** Removes a session, all its records, and the mappings that are then left without provenance. */
  removeSession(id: string): void {
    const mappings = new Set<string>();
    for (const key of this.provenanceOfSession.take(id)) {
      const it = this.provenance.get(key);
      if (it === undefined) continue;
      this.provenance.delete(key);
      this.provenanceOfMapping.remove(it.mappingId, key);
      mappings.add(it.mappingId);
    }
    for (const key of this.outcomesOfSession.take(id)) {
      const it = this.outcomes.get(key);
      if (it === undefined) continue;
      this.outcomes.delete(key);
      this.outcomesBySource.remove(sourceKey(it), key);
      this.outcomesOfSourceId.remove(it.sourceId, key);
      this.outcomesAnsweredBy.remove(it.answeredBy, key);
    }
    for (const key of this.metricsOfSession.take(id)) this.metrics.delete(key);
    for (const key of this.pathExecutionsOfSession.take(id)) this.pathExecutions.delete(key);
    this.sessions.delete(id);
    for (const key of mappings) if (this.provenanceOfMapping.get(key).size === 0) this.removeMapping(key);
  }

  removeMapping(id: string): void {
    const it = this.mappings.get(id);
    if (it === undefined) return;
    this.mappings.delete(id);
    this.mappingsBySource.remove(sourceKey(it), id);
    this.mappingsByTarget.remove(targetKey(it), id);
    this.mappingsOfSourceId.remove(it.sourceId, id);
    this.mappingsOfTargetId.remove(it.targetId, id);
  }

  private applyOutcome(it: IdentifierOutcome): void {
    const key = outcomeKey(it);
    const known = this.outcomes.get(key);
    const merged = known === undefined ? it : mergeIdentifierOutcome(known, it);
    if (known !== undefined) this.outcomesAnsweredBy.remove(known.answeredBy, key);
    this.outcomes.set(key, merged);
    this.outcomesOfSession.add(it.sessionId, key);
    this.outcomesBySource.add(sourceKey(it), key);
    this.outcomesOfSourceId.add(it.sourceId, key);
    this.outcomesAnsweredBy.add(merged.answeredBy, key);
  }

  /** The sessions that the batch ends, in their new state. */
  private endedSessions(batch: PreparedBatch): MappingSession[] {
    const starting = new Map(batch.sessionStarts.map((it) => [it.id, it]));
    const ended = new Map<string, MappingSession>();
    for (const end of batch.sessionEnds) {
      const id = end.sessionId;
      const session = ended.get(id) ?? this.sessions.get(id) ?? starting.get(id);
      if (session === undefined) throw new SessionNotFoundError(id);
      ended.set(id, applySessionEnd(session, end));
    }
    return [...ended.values()];
  }
}

export function sourceKey(key: Omit<EntityMappingKey, "targetId">): string {
  return `${key.sourceType}\0${key.targetType}\0${key.sourceId}`;
}

export function targetKey(key: Omit<EntityMappingKey, "sourceId">): string {
  return `${key.sourceType}\0${key.targetType}\0${key.targetId}`;
}
