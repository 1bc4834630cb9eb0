import { canonicalJson, everyPage, type EntityMapping, type TraceStore } from "@waymark/trace-core";
import { stringify } from "csv-stringify/sync";

import { checkOptions } from "../check-options.js";
import type { ExportFormat } from "../export-format.js";
import { FLAG, optional, type OptionTypes } from "../option-types.js";
import { inGroups } from "../selection/in-groups.js";
import { mergedAnswers } from "../selection/merged-answers.js";
import { selectedSessions } from "../selection/selected-sessions.js";
import type { TraceSelection } from "../selection/trace-selection.js";
import { guardFormula } from "./formula-guard.js";
import { joinedList } from "./joined-list.js";

export interface TsvOptions {
  /**
   * Whether to prefix cells that a spreadsheet would execute as a formula with an apostrophe; cells that begin with an
   * apostrophe get one as well, so that `unguardFormula` restores the original. `mapping_id` identifies the mapping in
   * any case. Default true.
   */
  readonly guardFormulas?: boolean;
}

const TSV_OPTION_TYPES: OptionTypes<TsvOptions> = { guardFormulas: optional(FLAG) };

type Column = readonly [name: string, cell: (mapping: EntityMapping) => string];

const COLUMNS: readonly Column[] = [
  ["source_type", (it) => it.sourceType],
  ["source_id", (it) => it.sourceId],
  ["target_type", (it) => it.targetType],
  ["target_id", (it) => it.targetId],
  ["confidence", (it) => String(it.confidence)],
  ["hop_count", (it) => String(it.hopCount)],
  ["direction", (it) => it.direction],
  ["is_derived", (it) => String(it.isDerived)],
  ["resources", (it) => joinedList(it.mappingSource)],
  ["derivation_path", (it) => joinedList(it.derivationPath)],
  ["first_seen_at", (it) => it.firstSeenAt.toISOString()],
  ["last_seen_at", (it) => it.lastSeenAt.toISOString()],
  ["observed_at", (it) => it.observedAt.toISOString()],
  ["metadata", (it) => (Object.keys(it.metadata).length === 0 ? "" : canonicalJson(it.metadata))],
  ["mapping_id", (it) => it.id],
];

/** Mappings per look-up. */
const GROUP = 1_000;

/**
 * The entity mappings, one per row below a header, tab-separated and quoted as in RFC 4180. For the whole store: all
 * mappings, sorted by source identifier. For selected sessions: the targets of the latest answer for each identifier.
 */
export const tsvFormat: ExportFormat<TsvOptions> = {
  name: "tsv",
  fileExtension: ".tsv",
  mediaType: "text/tab-separated-values",
  description: "The mappings, one per row, for spreadsheets and scripts",
  optionNames: Object.keys(TSV_OPTION_TYPES),
  write: writeTsv,
};

async function* writeTsv(
  store: TraceStore,
  selection: TraceSelection = {},
  options: TsvOptions = {},
): AsyncGenerator<string, void, undefined> {
  checkOptions(tsvFormat.name, TSV_OPTION_TYPES, options);
  const { guardFormulas = true } = options;
  const guarded = guardFormulas ? guardFormula : (text: string): string => text;
  const mappings =
    selection.sessionIds === undefined ? allMappings(store) : await answeredMappings(store, selection);
  yield tableText([COLUMNS.map(([name]) => name)]);
  for await (const page of mappings)
    yield tableText(page.map((it) => COLUMNS.map(([, cell]) => guarded(cell(it)))));
}

function allMappings(store: TraceStore): AsyncGenerator<EntityMapping[], void, undefined> {
  return everyPage((query) => store.listMappings(query), {});
}

async function answeredMappings(
  store: TraceStore,
  selection: TraceSelection,
): Promise<AsyncGenerator<EntityMapping[], void, undefined>> {
  const sessionIds: string[] = [];
  for await (const { id } of selectedSessions(store, selection)) sessionIds.push(id);
  return lookUp();

  async function* lookUp(): AsyncGenerator<EntityMapping[], void, undefined> {
    for await (const ids of inGroups(targetIds(store, sessionIds), GROUP)) {
      const found = new Map((await store.getMappings(ids)).map((it) => [it.id, it]));
      const page = ids.flatMap((id) => found.get(id) ?? []);
      if (page.length > 0) yield page;
    }
  }
}

async function* targetIds(
  store: TraceStore,
  sessionIds: readonly string[],
): AsyncGenerator<string, void, undefined> {
  for await (const { targets } of mergedAnswers(store, sessionIds))
    for (const { mappingId } of targets) yield mappingId;
}

function tableText(rows: readonly (readonly string[])[]): string {
  // Some readers end a row at a carriage return; by default, the library only quotes the delimiters that it writes
  // itself.
  return stringify(rows as string[][], { delimiter: "\t", record_delimiter: "\n", quoted_match: /[\r\n]/ });
}
