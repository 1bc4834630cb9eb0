import type { MappingSession, TraceStore } from "@waymark/trace-core";

import { checkOptions } from "../check-options.js";
import type { ExportFormat } from "../export-format.js";
import { PACKAGE_PAGE } from "../package-page.js";
import { selectedSessions } from "../selection/selected-sessions.js";
import type { TraceSelection } from "../selection/trace-selection.js";
import { provDocument } from "./prov-document.js";
import { ProvWalk } from "./prov-walk.js";

/**
 * W3C PROV as JSON. Sessions and path executions are activities of a software agent; resources in their releases,
 * mappings, observations of mappings (their provenance) and answers are entities. Path executions used resources and
 * generated observations, which specialise mappings; sessions generated answers, which were derived from mappings.
 *
 * Reads the store four times, since this format groups its entries by kind. For selected sessions, an `IdSet` remembers
 * which mappings were written, in a temporary file if there are many.
 *
 * @see https://www.w3.org/submissions/prov-json/
 */
export const provJsonFormat: ExportFormat = {
  name: "prov-json",
  fileExtension: ".prov.json",
  mediaType: "application/json",
  description: "W3C PROV as JSON: who generated what, from what, when",
  optionNames: [],
  write: writeProv,
};

const PREFIXES = {
  prov: "http://www.w3.org/ns/prov#",
  uuid: "urn:uuid:",
  waymark: `${PACKAGE_PAGE}#`,
};

async function* writeProv(
  store: TraceStore,
  selection: TraceSelection = {},
  options: object = {},
): AsyncGenerator<string, void, undefined> {
  checkOptions(provJsonFormat.name, {}, options);
  const sessions: MappingSession[] = [];
  for await (const it of selectedSessions(store, selection)) sessions.push(it);
  const walk = new ProvWalk(store, sessions, selection.sessionIds === undefined);
  yield* provDocument(PREFIXES, walk.groups());
}
