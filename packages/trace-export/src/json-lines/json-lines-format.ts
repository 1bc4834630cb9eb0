import { everyPage, type MappingSession, type TraceStore } from "@waymark/trace-core";

import { checkOptions } from "../check-options.js";
import type { ExportFormat } from "../export-format.js";
import { IdSet } from "../id-set/id-set.js";
import { selectedSessions } from "../selection/selected-sessions.js";
import type { TraceSelection } from "../selection/trace-selection.js";
import { canonicalLine } from "./canonical-line.js";
import {
  emptyTally,
  TRACE_FORMAT,
  TRACE_FORMAT_VERSION,
  type TraceRecordKind,
  type TraceRecords,
} from "./trace-lines.js";

/**
 * The raw records, one per line, as canonical JSON (RFC 8785): the format that `importTrace` reads. The first line is a
 * header, the last one has the number of records. References only point backwards. The same records give the same
 * bytes, whichever store they come from.
 *
 * An export of selected sessions also contains each mapping that they refer to, once, and the sessions that found their
 * cached answers, without the records of those. An `IdSet` remembers in bounded memory what is already written. Records
 * that a running session writes during the export may be left out, and its mappings may be written twice.
 */
export const jsonLinesFormat: ExportFormat = {
  name: "jsonl",
  fileExtension: ".trace.jsonl",
  mediaType: "application/x-ndjson",
  description: "The raw records, one JSON document per line; can be imported into any store",
  optionNames: [],
  write: writeJsonLines,
};

async function* writeJsonLines(
  store: TraceStore,
  selection: TraceSelection = {},
  options: object = {},
): AsyncGenerator<string, void, undefined> {
  checkOptions(jsonLinesFormat.name, {}, options);
  yield* new JsonLinesExport(store).write(selection);
}

class JsonLinesExport {
  private readonly tally = emptyTally();
  private readonly sessions = new Set<string>();

  constructor(private readonly store: TraceStore) {}

  async *write(selection: TraceSelection): AsyncGenerator<string, void, undefined> {
    const isWhole = selection.sessionIds === undefined;
    // The sessions are listed before the mappings: the mappings of a session that starts later might be missing.
    const chosen: { readonly id: string; readonly isRunning: boolean }[] = [];
    for await (const { id, status } of selectedSessions(this.store, selection))
      chosen.push({ id, isRunning: status === "running" });
    yield canonicalLine({ format: TRACE_FORMAT, version: TRACE_FORMAT_VERSION });
    if (isWhole) yield* this.allMappings();
    const written = new IdSet();
    try {
      for (const { id, isRunning } of chosen) {
        const session = await this.store.getSession(id);
        // Deleted in the meantime; nothing refers to it.
        if (session === undefined) continue;
        yield* this.session(session, isWhole && !isRunning ? null : written);
      }
    } finally {
      written.close();
    }
    yield canonicalLine({ kind: "end", records: this.tally });
  }

  private async *allMappings(): AsyncGenerator<string, void, undefined> {
    for await (const page of everyPage((query) => this.store.listMappings(query), {}))
      yield this.lines("mapping", page);
  }

  /** @param written the mappings that are already in the file; null if all are */
  private async *session(
    session: MappingSession,
    written: IdSet | null,
  ): AsyncGenerator<string, void, undefined> {
    const { id: sessionId } = session;
    if (!this.sessions.has(sessionId)) yield this.sessionLine(session);
    const pathExecutions = new Set<string>();
    for await (const page of everyPage((query) => this.store.listPathExecutions(query), { sessionId })) {
      for (const { id } of page) pathExecutions.add(id);
      yield this.lines("pathExecution", page);
    }
    // A running session goes on: records that refer to a path execution written later are left to the next export.
    const isComplete = (it: { readonly pathExecutionId: string | null }): boolean =>
      it.pathExecutionId === null || pathExecutions.has(it.pathExecutionId);
    for await (const page of everyPage((query) => this.store.listProvenance(query), { sessionId })) {
      const records = page.filter(isComplete);
      yield* this.missingMappings(
        records.map((it) => it.mappingId),
        written,
      );
      if (records.length > 0) yield this.lines("provenance", records);
    }
    for await (const page of everyPage((query) => this.store.listOutcomes(query), {
      sessionId,
      limit: OUTCOMES,
    })) {
      yield* this.missingSessions(page.map((it) => it.answeredBy));
      yield* this.missingMappings(
        page.flatMap((it) => it.targets.map(({ mappingId }) => mappingId)),
        written,
      );
      yield this.lines("outcome", page);
    }
    for await (const page of everyPage((query) => this.store.listMetrics(query), { sessionId })) {
      const records = page.filter(isComplete);
      if (records.length > 0) yield this.lines("metric", records);
    }
  }

  private async *missingMappings(
    ids: readonly string[],
    written: IdSet | null,
  ): AsyncGenerator<string, void, undefined> {
    if (written === null) return;
    const missing = [...new Set(ids)].filter((it) => written.add(it));
    for (let i = 0; i < missing.length; i += LOOK_UP)
      yield this.lines("mapping", await this.store.getMappings(missing.slice(i, i + LOOK_UP)));
  }

  /** Sessions that found cached answers: without their records, unless they are exported themselves. */
  private async *missingSessions(ids: readonly string[]): AsyncGenerator<string, void, undefined> {
    for (const id of new Set(ids)) {
      if (this.sessions.has(id)) continue;
      const session = await this.store.getSession(id);
      if (session !== undefined) yield this.sessionLine(session);
    }
  }

  private sessionLine(session: MappingSession): string {
    this.sessions.add(session.id);
    return this.lines("session", [session]);
  }

  private lines<K extends TraceRecordKind>(kind: K, records: readonly TraceRecords[K][]): string {
    this.tally[kind] += records.length;
    return records.map((record) => canonicalLine({ kind, record })).join("");
  }
}

/** Outcomes per page; few, since one may have 10,000 targets. */
const OUTCOMES = 500;

/** Mappings per look-up. */
const LOOK_UP = 2_000;
