import {
  compareBytes,
  type IdentifierOutcome,
  type MappingSession,
  type TraceStore,
} from "@waymark/trace-core";
import { stringify } from "csv-stringify/sync";

import { checkOptions } from "../check-options.js";
import type { ExportFormat } from "../export-format.js";
import { invalidValue } from "../option-types.js";
import { selectedSessions } from "../selection/selected-sessions.js";
import type { TraceSelection } from "../selection/trace-selection.js";
import { knownAnswers, type KnownAnswer } from "./answer-groups.js";
import { AnswerRows } from "./answer-rows.js";
import { CurieWriter } from "./curie-writer.js";
import { SSSOM_COLUMNS, type SssomColumn, type SssomRow } from "./sssom-columns.js";
import { sssomHeader, type CommonSlots } from "./sssom-header.js";
import { SSSOM_OPTION_TYPES, type SssomOptions } from "./sssom-options.js";
import { subjectAnswers } from "./subject-answers.js";
import { SubjectCounts } from "./subject-counts.js";
import { surveyAnswers, type SssomSurvey } from "./sssom-survey.js";

/** Outcomes that show that there is no target; failed or filtered ones do not. */
const ABSENT: ReadonlySet<IdentifierOutcome["outcome"]> = new Set(["not_found", "obsolete"]);

/**
 * A mapping set in SSSOM/TSV 1.1: the answers of the sessions, and the latest one if several answered the same
 * identifier. Identifiers that were not found or are withdrawn have a row with `sssom:NoTermFound`; those about which
 * nothing is known have no row.
 *
 * Reads the answers twice: first to count the subjects of each object, which an `IdSet` remembers, in a temporary file
 * if there are many.
 *
 * @see https://mapping-commons.github.io/sssom/spec-formats-tsv/
 */
export const sssomFormat: ExportFormat<SssomOptions> = {
  name: "sssom",
  fileExtension: ".sssom.tsv",
  mediaType: "text/tab-separated-values",
  description: "A mapping set in SSSOM/TSV, including identifiers not found",
  optionNames: Object.keys(SSSOM_OPTION_TYPES),
  write: writeSssom,
};

async function* writeSssom(
  store: TraceStore,
  selection: TraceSelection = {},
  options: SssomOptions = {},
): AsyncGenerator<string, void, undefined> {
  checkOptions(sssomFormat.name, SSSOM_OPTION_TYPES, options);
  const sessions: MappingSession[] = [];
  for await (const it of selectedSessions(store, selection)) sessions.push(it);
  const types = sessions.flatMap((it) => [it.sourceType, it.targetType]);
  const curies = new CurieWriter(types, options.prefixes ?? {});
  declarePredicates(curies, options);
  const counts = new SubjectCounts();
  try {
    const survey = await surveyAnswers(store, sessions, curies, counts);
    const common = commonSlots(curies, survey);
    const columns = SSSOM_COLUMNS.filter((it) => common[it] === undefined);
    yield (await sssomHeader(sessions, curies, survey, common, options)) + tableText([columns]);

    const rows = new AnswerRows(curies, counts, options.predicates);
    const answers = subjectAnswers(
      store,
      sessions.map((it) => it.id),
    );
    for await (const group of knownAnswers(store, answers)) {
      const text = tableText(group.flatMap((it) => rowsOf(it, rows, columns)));
      if (text !== "") yield text;
    }
  } finally {
    counts.close();
  }
}

function declarePredicates(curies: CurieWriter, { predicates = {} }: SssomOptions): void {
  for (const [relation, predicate] of Object.entries<string | undefined>(predicates))
    if (predicate !== undefined && !curies.declare(predicate))
      throw invalidValue(
        `predicates.${relation}`,
        predicate,
        "a CURIE of a prefix of this export or one that is built into SSSOM, such as skos:exactMatch",
      );
}

/** Slots with the same value in all rows, as far as that is known before they are written. */
function commonSlots(curies: CurieWriter, survey: SssomSurvey): CommonSlots {
  const only = <T>(values: ReadonlySet<T>): T | undefined => (values.size === 1 ? [...values][0] : undefined);
  const source = only(survey.sourceTypes);
  const target = only(survey.targetTypes);
  const version = only(survey.toolVersions);
  return {
    ...(source === undefined ? {} : { subject_source: curies.source(source) }),
    ...(target === undefined ? {} : { object_source: curies.source(target) }),
    ...(typeof version === "string" ? { mapping_tool_version: version } : {}),
  };
}

/** In the order of the standard: subjects already arrive in order, so only the rows of each one have to be sorted. */
function rowsOf(
  { answer, targets }: KnownAnswer,
  rows: AnswerRows,
  columns: readonly SssomColumn[],
): (readonly string[])[] {
  const cells = (row: SssomRow): readonly string[] => columns.map((it) => row[it]);
  if (targets.length > 0) return targets.map((it) => cells(rows.mapped(answer, it))).sort(compareRows);
  return ABSENT.has(answer.outcome) ? [cells(rows.unmapped(answer))] : [];
}

function compareRows(a: readonly string[], b: readonly string[]): number {
  for (const [i, cell] of a.entries()) {
    const order = compareBytes(cell, b[i] ?? "");
    if (order !== 0) return order;
  }
  return 0;
}

function tableText(rows: readonly (readonly string[])[]): string {
  return stringify(rows as string[][], { delimiter: "\t", record_delimiter: "\n" });
}
