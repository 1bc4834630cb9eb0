import { everyPage, type MappingSession, type TraceStore } from "@waymark/trace-core";

import { checkOptions } from "../check-options.js";
import type { ExportFormat } from "../export-format.js";
import { canonicalLine } from "../json-lines/canonical-line.js";
import { selectedSessions } from "../selection/selected-sessions.js";
import type { TraceSelection } from "../selection/trace-selection.js";
import { stepResources, type KnownResource } from "./datasets.js";
import { OPENLINEAGE_OPTION_TYPES, type OpenLineageOptions } from "./openlineage-options.js";
import { RunEvents, type RunEvent } from "./run-events.js";

/**
 * Run events of OpenLineage, one a line: START, and COMPLETE, FAIL or ABORT once a session has ended, and the same of its
 * path executions as runs within it, between the two, newest first. A session that is running has no end yet.
 *
 * @see https://openlineage.io/docs/spec/object-model
 */
export const openLineageFormat: ExportFormat<OpenLineageOptions> = {
  name: "openlineage",
  fileExtension: ".openlineage.jsonl",
  mediaType: "application/x-ndjson",
  description: "Run events of OpenLineage, one JSON document per line",
  optionNames: Object.keys(OPENLINEAGE_OPTION_TYPES),
  write: writeEvents,
};

/** Path executions a page: each gives two events of several kilobytes. */
const EXECUTIONS = 100;

async function* writeEvents(
  store: TraceStore,
  selection: TraceSelection = {},
  options: OpenLineageOptions = {},
): AsyncGenerator<string, void, undefined> {
  checkOptions(openLineageFormat.name, OPENLINEAGE_OPTION_TYPES, options);
  for await (const session of selectedSessions(store, selection)) {
    const events = new RunEvents(session, await resourcesOf(store, session), options);
    yield textOf([events.start()]);
    if (options.pathExecutions ?? true) {
      for await (const page of everyPage((query) => store.listPathExecutions(query), {
        sessionId: session.id,
        limit: EXECUTIONS,
      }))
        yield textOf(page.flatMap((it) => events.pathExecution(it)));
    }
    const end = events.end();
    if (end !== null) yield textOf([end]);
  }
}

/** A session that does not list what it could consult was written by another program: then what it did consult. */
async function resourcesOf(store: TraceStore, session: MappingSession): Promise<readonly KnownResource[]> {
  if (session.resources.length > 0) return session.resources;
  const used = new Map<string, KnownResource>();
  for await (const page of everyPage((query) => store.listPathExecutions(query), { sessionId: session.id }))
    for (const it of page.flatMap(stepResources)) used.set(it.name, it);
  return [...used.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function textOf(events: readonly RunEvent[]): string {
  return events.map((it) => canonicalLine(it)).join("");
}
