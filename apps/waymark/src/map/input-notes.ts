import { printable } from "../frame/output/printable.js";
import { amount, countText } from "../views/format.js";
import { withVisible } from "../input/invisible-characters.js";
import type { InputLayout } from "../input/input-layout.js";
import { otherSeparator, separatorAdvice } from "../input/other-separator.js";
import type { InputFile } from "../input/input-file.js";
import type { TypeSuggestion } from "../input/suggest-type.js";
import type { InputSurvey } from "../input/survey-input.js";

/**
 * Notes about the input for the user, before it is mapped.
 *
 * @param better a type that the identifiers more probably have than `from`
 */
export function inputNotes(
  file: InputFile,
  survey: InputSurvey,
  from: string,
  layout: InputLayout,
  better: TypeSuggestion | null,
): string[] {
  const { charset, hasByteOrderMark } = file.encoding;
  return [
    ...(charset === "utf-8" ? [] : [`${file.shown} is ${charset.toUpperCase()}, and was read as such`]),
    ...(charset === "utf-8" && hasByteOrderMark
      ? [`${file.shown} begins with a byte order mark, which was ignored`]
      : []),
    ...(better === null ? [] : [typeNote(better, from)]),
    ...fitNotes(survey, from, layout, better),
    ...damageNotes(file, survey),
    ...invisibleNotes(file, survey),
    ...shortRowNotes(file, survey),
    ...disagreeingNotes(file, survey),
  ];
}

function typeNote({ type, isDeclared, count, of, because }: TypeSuggestion, from: string): string {
  const share = `${countText(count)} of ${amount(of, "identifier")}`;
  const what =
    because === "look"
      ? `${count === 1 ? "looks" : "look"} like ${type}, not ${from}`
      : `${count === 1 ? "is" : "are"} known to the catalog as ${type}, and do not look like ${from}`;
  const advice = isDeclared ? `: did you mean --from ${type}?` : ", a type that the catalog does not have";
  return `${share} ${what}${advice}`;
}

/** Leaves out the identifiers themselves if another type was suggested for them. */
function fitNotes(
  { fits }: InputSurvey,
  from: string,
  layout: InputLayout,
  better: TypeSuggestion | null,
): string[] {
  return fits.flatMap(({ isNone, type: { name }, count, first }) => {
    if (!isNone || first === null || (name === from && better !== null)) return [];
    const why = `${count === 1 ? "" : "such as "}${printable(JSON.stringify(first.text.slice(0, 40)))}: ${first.reason}`;
    if (layout.kind === "list")
      return [
        `${count === 1 ? "the only identifier does not fit" : `none of ${amount(count, "identifier")} fits`} ${name} (${why}): specify their type with --from`,
      ];
    const column = layout.columns[name === from ? layout.column : (layout.secondary[name] ?? 0)] ?? "";
    const advice =
      name === from
        ? "choose another --column, or specify the type with --from"
        : "choose another column with --secondary";
    const separator = layout.columns.length === 1 ? otherSeparator(column) : null;
    return [
      `no cell of the column ${printable(column)} fits ${name} (${why}): ${separator === null ? advice : separatorAdvice(separator)}`,
    ];
  });
}

function damageNotes({ shown }: InputFile, { damaged, damagedCount }: InputSurvey): string[] {
  if (damagedCount === 0) return [];
  const what =
    damagedCount === 1
      ? "looks as if a spreadsheet had changed it"
      : "look as if a spreadsheet had changed them";
  return [
    `${amount(damagedCount, "identifier")} ${what} in ${shown}:`,
    ...damaged.map(
      ({ line, identifier, was }) => `  line ${String(line)}: ${identifier} was probably ${was}`,
    ),
    ...(damagedCount > damaged.length ? [`  … and ${countText(damagedCount - damaged.length)} more`] : []),
  ];
}

function invisibleNotes({ shown }: InputFile, { invisible: { count, first } }: InputSurvey): string[] {
  if (first === null) return [];
  const place = `${count === 1 ? "" : "first: "}line ${String(first.line)}: ${withVisible(first.identifier)}`;
  return [
    `${amount(count, "identifier")} of ${shown} ${count === 1 ? "has" : "have"} invisible characters ` +
      `(${place}), so no table can match ${count === 1 ? "it" : "them"}: remove those characters`,
  ];
}

function shortRowNotes({ shown }: InputFile, { short: { count, first } }: InputSurvey): string[] {
  if (first === null) return [];
  const place = `${count === 1 ? "" : "first: "}line ${String(first.line)}`;
  return [
    `${amount(count, "row")} of ${shown} ${count === 1 ? "has" : "have"} fewer cells than the header (${place}): ` +
      "missing cells are taken as empty",
  ];
}

function disagreeingNotes({ shown }: InputFile, { disagreeing: { count, first } }: InputSurvey): string[] {
  if (first === null) return [];
  const place = `${count === 1 ? "" : "first: "}line ${String(first.line)}: ${printable(first.identifier)}`;
  return [
    `${amount(count, "identifier")} of ${shown} ${count === 1 ? "occurs" : "occur"} in several rows with different secondary ` +
      `identifiers (${place}): those of all rows of an identifier are tried together`,
  ];
}
