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
 * OpenLineage run events, one per line: START for each session, then the events of its path executions as runs within
 * it, newest first, then COMPLETE, FAIL or ABORT. A running session has no end event.
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

/** Path executions per page: each gives two events of several kilobytes. */
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

/**
 * The resources that the session lists. If it lists none, as another program's may, those that its path executions
 * used.
 */
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
