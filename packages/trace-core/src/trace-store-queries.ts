import type { EntityMapping } from "./records/entity-mapping.js";
import type { EntityMappingProvenance } from "./records/entity-mapping-provenance.js";
import type { IdentifierOutcome } from "./records/identifier-outcome.js";
import type { MappingSessionStatus, SessionOwner } from "./records/mapping-session.js";

/** Maximum number of ids in one look-up. */
export const MAX_LOOKUP_IDS = 10_000;

export const DEFAULT_PAGE_SIZE = 100;
export const MAX_PAGE_SIZE = 1_000;

/** A session without a heartbeat for this long is stale, by default. */
export const DEFAULT_STALE_AFTER_MS = 30_000;

export interface PageRequest {
  /** Items in one page, 1 to 1,000. Default 100. */
  readonly limit?: number;
  /** The `nextCursor` of the previous page, valid only for the same query. Default: the first page. */
  readonly cursor?: string;
}

export interface Page<T> {
  readonly items: T[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
}

export interface ListSessionsQuery extends PageRequest {
  /** Default: any. */
  readonly status?: MappingSessionStatus;
}

export interface ListPathExecutionsQuery extends PageRequest {
  readonly sessionId: string;
}

export interface ListMetricsQuery extends PageRequest {
  readonly sessionId: string;
}

export type ListOutcomesQuery = PageRequest &
  (
    | {
        readonly sessionId: string;
        /** Only these source ids, at most `MAX_LOOKUP_IDS` of them. Default: all. */
        readonly sourceIds?: readonly string[];
        /**
         * Only source ids that equal this text or sort after it by bytes; not together with `sourceIds`. Default: all.
         */
        readonly fromSourceId?: string;
      }
    /** One identifier, of any type, in all sessions. */
    | { readonly sourceId: string }
  );

/** What one identifier, of any type, is mapped to, or what is mapped to it; or all mappings. */
export type ListMappingsQuery = PageRequest &
  (
    | { readonly sourceId: string; readonly targetId?: never }
    | { readonly targetId: string; readonly sourceId?: never }
    | { readonly sourceId?: never; readonly targetId?: never }
  );

export type ListProvenanceQuery = PageRequest &
  (
    | { readonly mappingId: string }
    /** At most `MAX_LOOKUP_IDS`. */
    | { readonly mappingIds: readonly string[] }
    | { readonly sessionId: string }
    | { readonly pathExecutionId: string }
  );

export interface FindMappingsQuery {
  readonly sourceType: string;
  readonly targetType: string;
  readonly sourceIds: readonly string[];
  /** Only mappings last seen no longer ago than this, by the store's clock. Default: any age. */
  readonly maxAgeMs?: number;
  /** Only mappings of at least this confidence, 0 to 1. Default: any. */
  readonly minConfidence?: number;
}

export interface FindReverseQuery {
  readonly sourceType: string;
  readonly targetType: string;
  readonly targetIds: readonly string[];
  /** As in `FindMappingsQuery`. */
  readonly maxAgeMs?: number;
  /** As in `FindMappingsQuery`. */
  readonly minConfidence?: number;
}

export interface FindAnswersQuery {
  readonly sourceType: string;
  readonly targetType: string;
  readonly sourceIds: readonly string[];
  /** At most 1,000. */
  readonly answerFingerprints: readonly string[];
  /** Only answers recorded at this time or later. */
  readonly since: Date;
}

export interface CachedAnswer {
  readonly outcome: IdentifierOutcome;
  /** In the order of the outcome's targets. */
  readonly mappings: readonly EntityMapping[];
  /** The provenance of those mappings that the answering session recorded; by (mapping, id). */
  readonly provenance: readonly EntityMappingProvenance[];
}

/** Path executions that started in [`since`, `until`). Default: all. */
export interface PerformanceWindow {
  readonly since?: Date;
  readonly until?: Date;
}

export interface Performance {
  /** Path executions, or uses of a resource as a step. */
  readonly runs: number;
  /** Runs that failed or timed out. */
  readonly failures: number;
  readonly inputCount: number;
  /** Inputs that reached a target; for a resource, the identifiers it returned. */
  readonly outputCount: number;
  /** In ms: the shortest duration that at least half of the runs did not exceed. */
  readonly p50DurationMs: number;
  /** In ms: the shortest duration that at least 95 % of the runs did not exceed. */
  readonly p95DurationMs: number;
}

export interface PathPerformance extends Performance {
  readonly pathId: string;
  /** `outputCount` divided by `inputCount`; null if there was no input. */
  readonly yield: number | null;
}

export interface ResourcePerformance extends Performance {
  readonly resource: string;
}

export interface PathPerformanceReport {
  readonly paths: readonly PathPerformance[];
  readonly resources: readonly ResourcePerformance[];
}

export interface RecordCounts {
  readonly sessions: number;
  readonly pathExecutions: number;
  readonly mappings: number;
  readonly provenance: number;
  readonly outcomes: number;
  readonly metrics: number;
}

export interface AbandonStaleOptions {
  /** Default 30,000 ms. */
  readonly staleAfterMs?: number;
  /**
   * Says whether the owner's process is alive: false if it is known to be dead, undefined if that cannot be known here
   * because it runs on another host. Default: never known.
   */
  readonly isOwnerAlive?: (owner: SessionOwner) => boolean | undefined;
}

export interface PruneOptions {
  readonly olderThan: Date;
  /** Count only, remove nothing. Default false. */
  readonly dryRun?: boolean;
}

/** What was removed or, in a dry run, would be removed. */
export interface PruneReport extends RecordCounts {
  readonly dryRun: boolean;
}
