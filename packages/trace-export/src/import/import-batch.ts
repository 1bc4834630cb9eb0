import type {
  BatchKind,
  EntityMapping,
  EntityMappingProvenance,
  ExecutionMetric,
  IdentifierOutcome,
  MappingPathExecutionLog,
  MappingSession,
  SessionEnd,
  SessionOwner,
  TraceBatch,
} from "@waymark/trace-core";

import { emptyTally, type TraceRecordTally } from "../json-lines/trace-lines.js";
import type { ReadLine } from "./read-record.js";

type RecordLine = Exclude<ReadLine, { readonly kind: "header" | "end" }>;

/** The end of a session, kept until everything that the session wrote is imported. */
export interface KeptEnd {
  readonly end: SessionEnd;
  readonly owner: SessionOwner | null;
  /** The line of the session. */
  readonly line: number;
  readonly characters: number;
}

/** Records to be written to a store, with the lines that they came from. */
export class ImportBatch implements TraceBatch {
  readonly sessionStarts: MappingSession[] = [];
  readonly sessionEnds: SessionEnd[] = [];
  readonly pathExecutions: MappingPathExecutionLog[] = [];
  readonly mappings: EntityMapping[] = [];
  readonly provenance: EntityMappingProvenance[] = [];
  readonly outcomes: IdentifierOutcome[] = [];
  readonly metrics: ExecutionMetric[] = [];

  readonly tally: TraceRecordTally = emptyTally();
  size = 0;
  characters = 0;
  /** By id, the owners of the sessions that end. */
  private readonly owners = new Map<string, SessionOwner | null>();
  private readonly lines: Record<BatchKind, number[]> = {
    sessionStarts: [],
    sessionEnds: [],
    pathExecutions: [],
    mappings: [],
    provenance: [],
    outcomes: [],
    metrics: [],
  };

  add(line: RecordLine, number: number, characters: number): void {
    this.tally[line.kind] += 1;
    this.size += 1;
    this.characters += characters;
    switch (line.kind) {
      case "session":
        this.note("sessionStarts", this.sessionStarts.push(startOf(line.record)), number);
        return;
      case "pathExecution":
        this.note("pathExecutions", this.pathExecutions.push(line.record), number);
        return;
      case "mapping":
        this.note("mappings", this.mappings.push(line.record), number);
        return;
      case "provenance":
        this.note("provenance", this.provenance.push(line.record), number);
        return;
      case "outcome":
        this.note("outcomes", this.outcomes.push(line.record), number);
        return;
      case "metric":
        this.note("metrics", this.metrics.push(line.record), number);
        return;
    }
  }

  /** Owner of a session that ends in this batch. */
  ownerOf(sessionId: string): SessionOwner | null {
    return this.owners.get(sessionId) ?? null;
  }

  /** The line of a record, by its index in its list. */
  lineAt(kind: BatchKind, index: number): number | undefined {
    return this.lines[kind][index];
  }

  /** The line of a record, by its id or, for an outcome, its source id. */
  lineOf(kind: BatchKind, key: string): number | undefined {
    const records: readonly object[] = this[kind];
    const index = records.findIndex((it) => Object.values(it).includes(key) && keyOf(kind, it) === key);
    return this.lineAt(kind, index);
  }

  /** Adds the end of a session whose start was written before, or is in this batch. */
  addEnd({ end, owner, line, characters }: KeptEnd): void {
    this.size += 1;
    this.characters += characters;
    this.owners.set(end.sessionId, owner);
    this.note("sessionEnds", this.sessionEnds.push(end), line);
  }

  /** @param count length of the list, including the record */
  private note(kind: BatchKind, count: number, line: number): void {
    this.lines[kind][count - 1] = line;
  }
}

/** The end of a session, or undefined for one that is running. */
export function endOf(session: MappingSession): SessionEnd | undefined {
  const { id: sessionId, status, endedAt, inputCount, resultCount, error } = session;
  return status === "running" || !(endedAt instanceof Date)
    ? undefined
    : { sessionId, status, endedAt, inputCount, resultCount, error };
}

/**
 * The session as it started. If it has a terminal status but no end, it is left unchanged, and validation will report
 * that.
 */
function startOf(session: MappingSession): MappingSession {
  return endOf(session) === undefined
    ? session
    : { ...session, status: "running", endedAt: null, resultCount: null, error: null };
}

function keyOf(kind: BatchKind, record: object): unknown {
  const fields = record as Readonly<Record<string, unknown>>;
  return kind === "outcomes" ? fields.sourceId : kind === "sessionEnds" ? fields.sessionId : fields.id;
}
