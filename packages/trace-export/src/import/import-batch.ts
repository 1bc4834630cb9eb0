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

/** How a session ended, kept until all that it wrote is written. */
export interface KeptEnd {
  readonly end: SessionEnd;
  readonly owner: SessionOwner | null;
  /** Where the session stands. */
  readonly line: number;
  readonly characters: number;
}

/** Records on their way into a store, with the lines that they came from. */
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
  /** Of the sessions that end. */
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

  /** Of a session that ends in this batch. */
  ownerOf(sessionId: string): SessionOwner | null {
    return this.owners.get(sessionId) ?? null;
  }

  /** The line of a record, by its place in its list. */
  lineAt(kind: BatchKind, index: number): number | undefined {
    return this.lines[kind][index];
  }

  /** The line of a record, by its id or, for an outcome, its source id. */
  lineOf(kind: BatchKind, key: string): number | undefined {
    const records: readonly object[] = this[kind];
    const index = records.findIndex((it) => Object.values(it).includes(key) && keyOf(kind, it) === key);
    return this.lineAt(kind, index);
  }

  /** The end of a session whose start was written, or stands in this batch. */
  addEnd({ end, owner, line, characters }: KeptEnd): void {
    this.size += 1;
    this.characters += characters;
    this.owners.set(end.sessionId, owner);
    this.note("sessionEnds", this.sessionEnds.push(end), line);
  }

  /** @param count of the list, now that the record is in it */
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

/** The session as it started. One that says it ended, and not when, is left as it is, for the rules to say what is wrong. */
function startOf(session: MappingSession): MappingSession {
  return endOf(session) === undefined
    ? session
    : { ...session, status: "running", endedAt: null, resultCount: null, error: null };
}

function keyOf(kind: BatchKind, record: object): unknown {
  const fields = record as Readonly<Record<string, unknown>>;
  return kind === "outcomes" ? fields.sourceId : kind === "sessionEnds" ? fields.sessionId : fields.id;
}
