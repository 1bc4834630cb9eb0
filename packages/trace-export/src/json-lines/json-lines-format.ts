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
 * The raw records, one a line, as canonical JSON (RFC 8785): what `importTrace` reads back. A header comes first, and a line
 * with the number of records last. References point backwards. The same records make the same bytes, whichever store they
 * come from.
 *
 * With single sessions come those sessions, as bare records, that answered something for them from the cache, and each
 * mapping that they name, once: a bounded part of memory says what is written already, see `IdSet`. Of a session that is
 * running, what it writes meanwhile may be left out, and mappings may be written twice.
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
    // Before the mappings are walked: what a session that starts later writes might be missing there.
    const chosen: { readonly id: string; readonly isRunning: boolean }[] = [];
    for await (const { id, status } of selectedSessions(this.store, selection))
      chosen.push({ id, isRunning: status === "running" });
    yield canonicalLine({ format: TRACE_FORMAT, version: TRACE_FORMAT_VERSION });
    if (isWhole) yield* this.allMappings();
    const written = new IdSet();
    try {
      for (const { id, isRunning } of chosen) {
        const session = await this.store.getSession(id);
        // Deleted since; nothing refers to it.
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

  /** @param written the mappings that are in the file; null when all are */
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
    // A running session goes on: what refers to a path execution that came after those above is left to the next export.
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

  /** Those that answered from the cache: bare, unless they are exported themselves. */
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

/** Outcomes a page: one may have 10,000 targets. */
const OUTCOMES = 500;

/** Mappings a look-up. */
const LOOK_UP = 2_000;
