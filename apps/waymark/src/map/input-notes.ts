import type { InputFile } from "../input/input-file.js";
import type { InputSurvey } from "../input/survey-input.js";

/** What a user should know of their input before it is mapped. */
export function inputNotes(file: InputFile, survey: InputSurvey, from: string): string[] {
  const { charset, hasByteOrderMark } = file.encoding;
  const instead = survey.likeness.instead(from);
  return [
    ...(charset === "utf-8" ? [] : [`${file.shown} is ${charset.toUpperCase()}, and was read as that`]),
    ...(charset === "utf-8" && hasByteOrderMark
      ? [`${file.shown} begins with a byte order mark, which was left out`]
      : []),
    ...(instead === null
      ? []
      : [
          `${counted(instead.count)} of ${counted(instead.of)} identifiers look like ${instead.type}, not ${from}` +
            (instead.isDeclared
              ? `: did you mean --from ${instead.type}?`
              : ", which the catalog has no type for"),
        ]),
    ...damageNotes(file, survey),
  ];
}

function damageNotes({ shown }: InputFile, { damaged, damagedCount }: InputSurvey): string[] {
  if (damagedCount === 0) return [];
  const what = damagedCount === 1 ? "identifier looks" : "identifiers look";
  return [
    `${counted(damagedCount)} ${what} as if a spreadsheet had changed them in ${shown}:`,
    ...damaged.map(
      ({ line, identifier, was }) => `  line ${String(line)}: ${identifier} was probably ${was}`,
    ),
    ...(damagedCount > damaged.length ? [`  … and ${counted(damagedCount - damaged.length)} more`] : []),
  ];
}

export function counted(count: number): string {
  return count.toLocaleString("en-GB");
}
