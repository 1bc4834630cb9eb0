import { cutText } from "@waymark/trace-core";

import {
  emptyTally,
  TRACE_FORMAT,
  TRACE_FORMAT_VERSION,
  TRACE_RECORD_KINDS,
  type TraceRecordKind,
  type TraceRecords,
  type TraceRecordTally,
} from "../json-lines/trace-lines.js";

/** A parsed line. The fields of its record are checked when it is written. */
export type ReadLine =
  | { readonly kind: "header" }
  | { readonly kind: "end"; readonly records: TraceRecordTally }
  | { [K in TraceRecordKind]: { readonly kind: K; readonly record: TraceRecords[K] } }[TraceRecordKind];

/** The fields of each kind that contain an instant. */
const INSTANTS: Readonly<Record<TraceRecordKind, readonly string[]>> = {
  session: ["startedAt", "endedAt", "heartbeatAt"],
  pathExecution: ["startedAt", "endedAt"],
  mapping: ["firstSeenAt", "lastSeenAt", "observedAt"],
  provenance: ["recordedAt"],
  outcome: ["recordedAt"],
  metric: ["recordedAt"],
};

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

type Fields = Record<string, unknown>;

/**
 * @throws SyntaxError the line is not JSON, or not a line of a trace; its message is to be read after the line's number
 */
export function readLine(text: string): ReadLine {
  const value = parse(text);
  if (!isFields(value)) throw new SyntaxError("this line is not a JSON object, as every line of a trace is");
  if (value.kind === undefined) return readHeader(value);
  if (value.kind === "end") return { kind: "end", records: readTally(value.records) };
  const { kind, record } = value;
  if (!isKind(kind))
    throw new SyntaxError(`its kind is ${shown(kind)}; there are ${TRACE_RECORD_KINDS.join(", ")} and end`);
  if (!isFields(record)) throw new SyntaxError(`its record is ${shown(record)} and should be an object`);
  for (const field of INSTANTS[kind]) revive(record, field, kind);
  if (kind === "session" && isFields(record.owner)) revive(record.owner, "processStartedAt", "owner");
  return { kind, record } as unknown as ReadLine;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(
      `this line is not JSON: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
}

function readHeader({ format, version }: Fields): ReadLine {
  if (format !== TRACE_FORMAT)
    throw new SyntaxError(
      `a trace has a line {"format":"${TRACE_FORMAT}","version":…} first, but this one is not`,
    );
  if (!Number.isSafeInteger(version) || (version as number) < 1)
    throw new SyntaxError(`the version of the trace is ${shown(version)} and should be a number from 1`);
  if ((version as number) > TRACE_FORMAT_VERSION)
    throw new SyntaxError(
      `the trace has version ${String(version)}, but this program reads versions up to ${String(TRACE_FORMAT_VERSION)}: ` +
        "use a newer program",
    );
  return { kind: "header" };
}

function readTally(value: unknown): TraceRecordTally {
  const tally = emptyTally();
  for (const kind of TRACE_RECORD_KINDS) {
    const count = isFields(value) ? value[kind] : undefined;
    if (!Number.isSafeInteger(count))
      throw new SyntaxError(`the last line does not say how many records of the kind ${kind} there are`);
    tally[kind] = count as number;
  }
  return tally;
}

/** Turns the text of an instant into a Date; a missing or null value is left to validation. */
function revive(record: Fields, field: string, kind: string): void {
  const value = record[field];
  if (value === undefined || value === null) return;
  const date = typeof value === "string" && INSTANT.test(value) ? new Date(value) : undefined;
  // Date accepts days that do not exist, such as 2026-02-30, and turns them into others.
  if (date === undefined || Number.isNaN(date.getTime()) || date.toISOString() !== value)
    throw new SyntaxError(`${kind}.${field} is ${shown(value)} and should be like 2026-01-31T12:00:00.000Z`);
  record[field] = date;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isKind(value: unknown): value is TraceRecordKind {
  return (TRACE_RECORD_KINDS as readonly unknown[]).includes(value);
}

function shown(value: unknown): string {
  const text = value === undefined ? "missing" : JSON.stringify(value);
  return text.length > 80 ? `${cutText(text, 80)}…` : text;
}
