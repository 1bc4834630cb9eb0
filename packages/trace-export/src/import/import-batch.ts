import type {
  BatchKind,
  EntityMapping,
  EntityMappingProvenance,
  ExecutionMetric,
  IdentifierOutcome,
  MappingPathExecutionLog,
  MappingSession,
  SessionEnd,
  TraceBatch,
} from "@waymark/trace-core";

import { emptyTally, type TraceRecordTally } from "../json-lines/trace-lines.js";
import type { ReadLine } from "./read-record.js";

type RecordLine = Exclude<ReadLine, { readonly kind: "header" | "end" }>;

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
        this.addSession(line.record, number);
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

  /** A session starts running; one that has ended ends in the same write, so that it is never seen running. */
  private addSession(session: MappingSession, number: number): void {
    const { id, status, endedAt, inputCount, resultCount, error } = session;
    // A session without an end is left as it is, for the rules to say what is wrong with it.
    if (status === "running" || !(endedAt instanceof Date)) {
      this.note("sessionStarts", this.sessionStarts.push(session), number);
      return;
    }
    const start: MappingSession = {
      ...session,
      status: "running",
      endedAt: null,
      resultCount: null,
      error: null,
    };
    this.note("sessionStarts", this.sessionStarts.push(start), number);
    const end: SessionEnd = { sessionId: id, status, endedAt, inputCount, resultCount, error };
    this.note("sessionEnds", this.sessionEnds.push(end), number);
  }

  /** @param count of the list, now that the record is in it */
  private note(kind: BatchKind, count: number, line: number): void {
    this.lines[kind][count - 1] = line;
  }
}

function keyOf(kind: BatchKind, record: object): unknown {
  const fields = record as Readonly<Record<string, unknown>>;
  return kind === "outcomes" ? fields.sourceId : kind === "sessionEnds" ? fields.sessionId : fields.id;
}
