import { BatchTooLargeError } from "../../errors/batch-too-large-error.js";
import { InvalidTraceRecordError } from "../../errors/invalid-trace-record-error.js";
import type { EntityMapping } from "../../records/entity-mapping.js";
import type { EntityMappingProvenance } from "../../records/entity-mapping-provenance.js";
import type { ExecutionMetric } from "../../records/execution-metric.js";
import type { IdentifierOutcome, IdentifierOutcomeKey } from "../../records/identifier-outcome.js";
import type { MappingPathExecutionLog } from "../../records/mapping-path-execution-log.js";
import type { MappingSession, SessionEnd } from "../../records/mapping-session.js";
import {
  BATCH_KINDS,
  MAX_BATCH_RECORDS,
  type BatchKind,
  type TraceBatch,
} from "../../records/trace-batch.js";
import { compareBytes } from "../../text/compare-bytes.js";
import { mergeEntityMapping } from "../merging/merge-entity-mapping.js";
import { mergeIdentifierOutcome, uniteRawIds } from "../merging/merge-identifier-outcome.js";
import { copyMapping, copyProvenance } from "./copy-records.js";
import { plainCopy } from "./plain-copy.js";
import { checkMapping, checkProvenance } from "../rules/mapping-rules.js";
import { checkMetric, checkOutcome } from "../rules/outcome-rules.js";
import { checkPathExecution } from "../rules/path-execution-rules.js";
import { RecordCheck } from "../rules/record-check.js";
import { checkSessionEnd, checkSessionStart } from "../rules/session-rules.js";
import { compareIds, sortById } from "./sort-by-id.js";

/**
 * A valid batch: every kind is present, no key occurs twice, each kind is sorted by its key. Its records are copies, so
 * that later changes by the caller have no effect.
 */
export interface PreparedBatch extends Required<TraceBatch> {
  readonly sessionStarts: readonly MappingSession[];
  /** In the order in which they were given. */
  readonly sessionEnds: readonly SessionEnd[];
  readonly pathExecutions: readonly MappingPathExecutionLog[];
  readonly mappings: readonly EntityMapping[];
  readonly provenance: readonly EntityMappingProvenance[];
  readonly outcomes: readonly IdentifierOutcome[];
  readonly metrics: readonly ExecutionMetric[];
}

/** What the creator of a batch knows about a record, given its kind and index, which saves checks and copies. */
export interface KnownOfRecords {
  /** Whether its id was just derived, so that deriving it again, which is slow, would prove nothing. */
  readonly isIdDerived: (kind: BatchKind, index: number) => boolean;
  /**
   * Whether no one else holds a reference to it or its parts, and it has no negative zero, so that it need not be
   * copied.
   */
  readonly isOwn: (kind: BatchKind, index: number) => boolean;
}

const NOTHING_KNOWN: KnownOfRecords = { isIdDerived: () => false, isOwn: () => false };

/** The names of the kinds of records in errors. */
const RECORD_NAMES: Readonly<Record<BatchKind, string>> = {
  sessionStarts: "MappingSession",
  sessionEnds: "SessionEnd",
  pathExecutions: "MappingPathExecutionLog",
  mappings: "EntityMapping",
  provenance: "EntityMappingProvenance",
  outcomes: "IdentifierOutcome",
  metrics: "ExecutionMetric",
};

/** Prepared batches, with their size as `MAX_BATCH_BYTES` counts it. */
const prepared = new WeakMap<TraceBatch, number>();

/**
 * Checks every record, merges equal keys and sorts, so that concurrent writers lock in the same order. Every store's
 * `write` begins with it; a batch that is already prepared is returned as it is.
 *
 * @throws BatchTooLargeError
 * @throws InvalidTraceRecordError for the first record that breaks a rule
 */
export function prepareBatch(batch: TraceBatch, known: KnownOfRecords = NOTHING_KNOWN): PreparedBatch {
  if (isPrepared(batch)) return batch;
  checkKinds(batch);
  const records = BATCH_KINDS.reduce((sum, kind) => sum + (batch[kind]?.length ?? 0), 0);
  if (records > MAX_BATCH_RECORDS) throw new BatchTooLargeError(records, MAX_BATCH_RECORDS, "records");

  const check = new RecordCheck();
  const checked = <T>(
    kind: BatchKind,
    rule: (value: unknown, check: RecordCheck) => asserts value is T,
    copy: (record: T) => T = plainCopy,
  ): T[] => {
    const values: readonly unknown[] = batch[kind] ?? [];
    const result: T[] = [];
    // By index, so that a hole in the list is reported rather than skipped.
    for (let index = 0; index < values.length; index++) {
      const value = values[index];
      rule(value, check.at(RECORD_NAMES[kind], index, known.isIdDerived(kind, index)));
      result.push(known.isOwn(kind, index) ? value : copy(value));
    }
    return result;
  };
  // Before the mappings, which may have defaults taken from it, so that an error names what the caller provided.
  const provenance = checked("provenance", checkProvenance, copyProvenance);
  const outcomes = checked("outcomes", checkOutcome);
  const result: PreparedBatch = {
    sessionStarts: uniqueIds(checked("sessionStarts", checkSessionStart), keepFirst),
    sessionEnds: checked("sessionEnds", checkSessionEnd),
    pathExecutions: uniqueIds(checked("pathExecutions", checkPathExecution), keepFirst),
    mappings: uniqueIds(checked("mappings", checkMapping, copyMapping), mergeEntityMapping),
    provenance: uniqueIds(provenance, keepFirst),
    // In the form that merging produces, so that writing an outcome again changes nothing.
    outcomes: unique(outcomes.map(uniteRawIds), byOutcomeKey, mergeIdentifierOutcome),
    metrics: uniqueIds(checked("metrics", checkMetric), keepFirst),
  };
  prepared.set(result, check.bytes);
  return result;
}

/** Joins batches, merging equal keys; of equal immutable records, the first is kept. The result must fit the bounds. */
export function joinBatches(batches: readonly PreparedBatch[]): PreparedBatch {
  const [only] = batches;
  if (only !== undefined && batches.length === 1) return only;
  const all = <K extends BatchKind>(kind: K): PreparedBatch[K][number][] => {
    const records: PreparedBatch[K][number][] = [];
    for (const batch of batches) for (const it of batch[kind]) records.push(it);
    return records;
  };
  const joined: PreparedBatch = {
    sessionStarts: uniqueIds(all("sessionStarts"), keepFirst),
    sessionEnds: all("sessionEnds"),
    pathExecutions: uniqueIds(all("pathExecutions"), keepFirst),
    mappings: uniqueIds(all("mappings"), mergeEntityMapping),
    provenance: uniqueIds(all("provenance"), keepFirst),
    outcomes: unique(all("outcomes"), byOutcomeKey, mergeIdentifierOutcome),
    metrics: uniqueIds(all("metrics"), keepFirst),
  };
  prepared.set(
    joined,
    batches.reduce((sum, it) => sum + bytesOf(it), 0),
  );
  return joined;
}

/** The size of a prepared batch, as `MAX_BATCH_RECORDS` and `MAX_BATCH_BYTES` count it. */
export function sizeOf(batch: PreparedBatch): { readonly records: number; readonly bytes: number } {
  return { records: BATCH_KINDS.reduce((sum, kind) => sum + batch[kind].length, 0), bytes: bytesOf(batch) };
}

function bytesOf(batch: PreparedBatch): number {
  return prepared.get(batch) ?? 0;
}

/** The four-part key as one text. Unique, since no part contains NUL. */
export function outcomeKey(it: IdentifierOutcomeKey): string {
  return `${it.sessionId}\0${it.sourceId}\0${it.sourceType}\0${it.targetType}`;
}

function isPrepared(batch: TraceBatch): batch is PreparedBatch {
  return prepared.has(batch);
}

function checkKinds(batch: unknown): void {
  if (typeof batch !== "object" || batch === null || Array.isArray(batch)) {
    const value = batch === null ? null : typeof batch;
    throw new InvalidTraceRecordError({
      record: "TraceBatch",
      field: "batch",
      value,
      index: null,
      expected: "must be an object",
    });
  }
  for (const [kind, records] of Object.entries(batch) as [string, unknown][]) {
    const isKnown = (BATCH_KINDS as readonly string[]).includes(kind);
    if (isKnown && (records === undefined || Array.isArray(records))) continue;
    throw new InvalidTraceRecordError({
      record: "TraceBatch",
      field: kind,
      value: typeof records,
      index: null,
      expected: isKnown ? "must be an array" : "is not a known field",
    });
  }
}

/** One record per id, sorted by id. */
function uniqueIds<T extends { readonly id: string }>(records: T[], merge: (a: T, b: T) => T): T[] {
  return records.length < 2 ? records : joined(sortById(records), compareIds, merge);
}

/** One record per key, sorted by key. */
function unique<T>(records: T[], compareKeys: (a: T, b: T) => number, merge: (a: T, b: T) => T): T[] {
  return records.length < 2 ? records : joined(records.sort(compareKeys), compareKeys, merge);
}

/** Merges adjacent equal keys. Sorting is stable, so they are in their original order. */
function joined<T>(sorted: T[], compareKeys: (a: T, b: T) => number, merge: (a: T, b: T) => T): T[] {
  const result: T[] = [];
  for (const record of sorted) {
    const last = result.at(-1);
    if (last !== undefined && compareKeys(last, record) === 0)
      result[result.length - 1] = merge(last, record);
    else result.push(record);
  }
  return result;
}

/** The order of `outcomeKey`. */
function byOutcomeKey(a: IdentifierOutcomeKey, b: IdentifierOutcomeKey): number {
  return (
    compareBytes(a.sessionId, b.sessionId) ||
    compareBytes(a.sourceId, b.sourceId) ||
    compareBytes(a.sourceType, b.sourceType) ||
    compareBytes(a.targetType, b.targetType)
  );
}

/** Merges equal immutable records. */
function keepFirst<T>(first: T): T {
  return first;
}
