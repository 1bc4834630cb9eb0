import {
  isWaymarkError,
  type BatchKind,
  type MappingSession,
  type TraceStore,
  type UnknownReference,
  type WaymarkError,
} from "@waymark/trace-core";

import { emptyTally, TRACE_RECORD_KINDS, type TraceRecordTally } from "../json-lines/trace-lines.js";
import { endOf, ImportBatch, type KeptEnd } from "./import-batch.js";
import { readLine, type ReadLine } from "./read-record.js";
import { splitLines, type TextLine } from "./split-lines.js";
import { TraceCutShortError } from "./trace-cut-short-error.js";
import { TraceImportError } from "./trace-import-error.js";

export interface ImportTraceOptions {
  /** Maximum number of records per write, 1 to 50,000. Default 5,000. */
  readonly batchSize?: number;
  /** Called after every write. Default: not called. */
  readonly onProgress?: (report: TraceImportReport) => void;
}

export interface TraceImportReport {
  readonly lines: number;
  /** Number of records written, including those that the store already had. */
  readonly records: Readonly<TraceRecordTally>;
}

/**
 * Where a trace is written to: a store, or anything else that accepts batches. A target that cannot reopen sessions
 * refuses the end of a session that was marked abandoned during the import.
 */
export type ImportTarget = Pick<TraceStore, "write"> & Partial<Pick<TraceStore, "reopenSession">>;

/** Maximum number of characters of a batch's lines: well below the limit of one write. */
const MAX_BATCH_CHARACTERS = 8 * 1024 * 1024;

/**
 * Reads a trace in the format `jsonl` and writes it into a store, batch by batch. Importing is idempotent: records that
 * the store already has are merged by their usual rules, and importing twice has the same effect as once. Sessions
 * arrive as they were: ended as they ended, or running with their heartbeat and owner.
 *
 * Sessions are ended last, after the whole trace has been read. If an import is interrupted, they stay running, without
 * a heartbeat, until the trace is imported again. A session that was marked abandoned in the meantime ends as the trace
 * says; its heartbeat is then the time when that happened.
 *
 * @param pieces the file's text or bytes, split anywhere, such as a read stream; several traces may follow one another
 * @throws TraceImportError a line is not a valid record; nothing of its batch was written, but everything before it was
 * @throws TraceCutShortError the trace lacks its last line; all complete lines were written, but no session was ended
 * @throws CacheTransactionError the database failed for good; importing again is safe
 */
export async function importTrace(
  target: ImportTarget,
  pieces: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
  options: ImportTraceOptions = {},
): Promise<TraceImportReport> {
  const { batchSize = 5_000, onProgress } = options;
  const run = new TraceImport(target, batchSize, onProgress);
  const failure = (line: number, reason: string, cause?: unknown): Error => run.failure(line, reason, cause);
  for await (const lines of splitLines(pieces, failure)) for (const line of lines) await run.take(line);
  return run.end();
}

class TraceImport {
  line = 0;
  private batch = new ImportBatch();
  /** Total of everything written. */
  private readonly imported = emptyTally();
  /** Total of the current trace. */
  private read = emptyTally();
  /** Ends of the current trace's sessions, in the order of their lines. */
  private ends: KeptEnd[] = [];
  /** Whether a header has been read, but no end yet. */
  private isInside = false;
  private isCut = false;

  constructor(
    private readonly target: ImportTarget,
    private readonly batchSize: number,
    private readonly onProgress: ((report: TraceImportReport) => void) | undefined,
  ) {}

  async take({ number, text, isEnded }: TextLine): Promise<void> {
    this.line = number;
    const line = this.parse(text, number, isEnded);
    if (line === undefined) return;
    if (this.isInside === (line.kind === "header")) {
      const reason = this.isInside
        ? "there is a header in the middle of the trace: is the trace before it cut short?"
        : `a trace begins with its header, but this line is of the kind ${line.kind}`;
      throw this.failure(number, reason);
    }
    if (line.kind === "header") {
      this.isInside = true;
      this.read = emptyTally();
      this.ends = [];
    } else if (line.kind === "end") {
      this.isInside = false;
      this.checkEnd(line.records);
      await this.endSessions();
    } else {
      this.read[line.kind] += 1;
      this.batch.add(line, number, text.length);
      if (line.kind === "session") this.keepEnd(line.record, number, text.length);
      await this.flushFull();
    }
  }

  async end(): Promise<TraceImportReport> {
    if (this.line === 0) throw this.failure(1, "there is nothing to import: the trace is empty");
    await this.flush();
    if (this.isInside || this.isCut) throw new TraceCutShortError(this.line, this.imported);
    return this.report();
  }

  failure(line: number, reason: string, cause?: unknown): TraceImportError {
    return new TraceImportError(line, reason, this.imported, cause);
  }

  /** Undefined for an incomplete last line. */
  private parse(text: string, number: number, isEnded: boolean): ReadLine | undefined {
    try {
      return readLine(text);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      if (isEnded || !this.isInside) throw this.failure(number, error.message);
      this.isCut = true;
      return undefined;
    }
  }

  private checkEnd(said: TraceRecordTally): void {
    for (const kind of TRACE_RECORD_KINDS) {
      if (said[kind] === this.read[kind]) continue;
      const reason =
        `the trace has ${String(this.read[kind])} records of the kind ${kind}, but this line says ` +
        `${String(said[kind])}: lines are missing, or were added`;
      throw this.failure(this.line, reason);
    }
  }

  private keepEnd(session: MappingSession, line: number, characters: number): void {
    const end = endOf(session);
    if (end !== undefined) this.ends.push({ end, owner: session.owner, line, characters });
  }

  /** Called after all records of the trace: a session that has ended has written everything. */
  private async endSessions(): Promise<void> {
    for (const it of this.ends) {
      this.batch.addEnd(it);
      await this.flushFull();
    }
    this.ends = [];
  }

  private async flushFull(): Promise<void> {
    if (this.batch.size >= this.batchSize || this.batch.characters >= MAX_BATCH_CHARACTERS)
      await this.flush();
  }

  private async flush(): Promise<void> {
    const { batch } = this;
    if (batch.size === 0) return;
    this.batch = new ImportBatch();
    try {
      await this.write(batch);
    } catch (error) {
      throw this.explained(error, batch);
    }
    for (const kind of TRACE_RECORD_KINDS) this.imported[kind] += batch.tally[kind];
    this.onProgress?.(this.report());
  }

  /**
   * Reopens sessions that were marked abandoned. That mark was a guess, which is wrong for a session that is being
   * imported: its end is known.
   */
  private async write(batch: ImportBatch): Promise<void> {
    const reopened = new Set<string>();
    for (;;) {
      try {
        await this.target.write({
          sessionStarts: batch.sessionStarts,
          sessionEnds: batch.sessionEnds,
          pathExecutions: batch.pathExecutions,
          mappings: batch.mappings,
          provenance: batch.provenance,
          outcomes: batch.outcomes,
          metrics: batch.metrics,
        });
        return;
      } catch (error) {
        const id = abandonedSession(error);
        if (id === undefined || reopened.has(id) || this.target.reopenSession === undefined) throw error;
        reopened.add(id);
        await this.target.reopenSession(id, "abandoned", batch.ownerOf(id));
      }
    }
  }

  private report(): TraceImportReport {
    return { lines: this.line, records: { ...this.imported } };
  }

  /** Adds the line to a store's error about a record; returns other errors unchanged. */
  private explained(error: unknown, batch: ImportBatch): unknown {
    const line = isWaymarkError(error) ? lineOf(error, batch) : undefined;
    if (line === undefined || !isWaymarkError(error)) return error;
    return this.failure(line, error.message, error);
  }
}

/** The session that cannot end because it was marked abandoned. */
function abandonedSession(error: unknown): string | undefined {
  if (!isWaymarkError(error, "session-already-ended")) return undefined;
  const { sessionId, status } = error.details;
  return status === "abandoned" && typeof sessionId === "string" ? sessionId : undefined;
}

/** The list of each record type that errors name. */
const KINDS: Readonly<Record<string, BatchKind>> = {
  MappingSession: "sessionStarts",
  SessionEnd: "sessionEnds",
  MappingPathExecutionLog: "pathExecutions",
  EntityMapping: "mappings",
  EntityMappingProvenance: "provenance",
  IdentifierOutcome: "outcomes",
  ExecutionMetric: "metrics",
};

function lineOf(error: WaymarkError, batch: ImportBatch): number | undefined {
  const { record, index, sessionId } = error.details;
  if (error.code === "invalid-trace-record") {
    const kind = typeof record === "string" ? KINDS[record] : undefined;
    return kind === undefined || typeof index !== "number" ? undefined : batch.lineAt(kind, index);
  }
  if (error.code === "unknown-reference") {
    const [first] = error.details.references as unknown as readonly UnknownReference[];
    return first && batch.lineOf(first.kind, first.record);
  }
  return typeof sessionId === "string" ? batch.lineOf("sessionEnds", sessionId) : undefined;
}
