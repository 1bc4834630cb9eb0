/** A spreadsheet's change to an identifier. */
export interface SpreadsheetDamage {
  readonly kind: "date" | "decimal" | "exponent" | "error";
  /** What the identifier probably was, as the end of a sentence. */
  readonly was: string;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"] as const;

/** Gene symbols that spreadsheets take for dates, by month; `#` stands for the number. */
const SYMBOLS: Partial<Record<(typeof MONTHS)[number], string>> = {
  feb: "FEB#",
  mar: "MARCH# or MARC#",
  apr: "APR#",
  sep: "SEPT#",
  oct: "OCT#",
  dec: "DEC#",
};

/**
 * The damage if an identifier looks like the result of a spreadsheet that took it for a date, a number or a formula
 * (Ziemann et al. 2016, https://doi.org/10.1186/s13059-016-1044-7); null if it does not.
 */
export function spreadsheetDamage(raw: string): SpreadsheetDamage | null {
  const text = raw.trim();
  // Almost all identifiers are ruled out here.
  if (!/^[\d#]|^[A-Za-z]{3}[-/ ]\d/.test(text)) return null;
  return dayAndMonth(text) ?? writtenDate(text) ?? number(text) ?? formulaError(text);
}

/** `1-Mar`, `Mar-01`, `2-Sep-24` */
function dayAndMonth(text: string): SpreadsheetDamage | null {
  const [, day, month] =
    /^(\d{1,2})[-/ ]([A-Za-z]{3})([-/ ]\d{2,4})?$/.exec(text) ??
    swapped(/^([A-Za-z]{3})[-/ ](\d{1,4})$/.exec(text)) ??
    [];
  const name = MONTHS.find((it) => it === month?.toLowerCase());
  const count = Number(day);
  if (name === undefined || day === undefined) return null;
  const symbol = SYMBOLS[name]?.replaceAll("#", String(count));
  return { kind: "date", was: symbol ?? `something that begins with ${name.toUpperCase()}` };
}

function swapped(match: RegExpExecArray | null): (string | undefined)[] | null {
  return match && [match[0], match[2], match[1]];
}

/** `2001-03-02`, `3/2/2001`, `02.03.2001` */
function writtenDate(text: string): SpreadsheetDamage | null {
  const iso = /^(?:19|20)\d{2}[-/](\d{1,2})[-/](\d{1,2})(?: 00:00(?::00)?)?$/.exec(text);
  const other = /^(\d{1,2})[./](\d{1,2})[./](?:\d{2}|(?:19|20)\d{2})$/.exec(text);
  if (iso) return { kind: "date", was: symbolOf(Number(iso[1]), Number(iso[2])) };
  if (other) return { kind: "date", was: "an identifier that was taken for a date" };
  return null;
}

function symbolOf(month: number, day: number): string {
  const symbol = SYMBOLS[MONTHS[month - 1] ?? "jan"];
  return symbol?.replaceAll("#", String(day)) ?? "an identifier that was taken for a date";
}

/** `7157.0`, `2.31E+10` */
function number(text: string): SpreadsheetDamage | null {
  const whole = /^(\d+)[.,]0+$/.exec(text)?.[1];
  if (whole !== undefined) return { kind: "decimal", was: whole };
  const [, lead, part, exponent] = /^(\d)(?:[.,](\d+))?E\+(\d{2,3})$/i.exec(text) ?? [];
  if (lead === undefined || exponent === undefined) return null;
  // A clone such as 2310009E13 is read as 2310009 × 10^13: the digits that were rounded away are lost.
  return {
    kind: "exponent",
    was: `a long number, or one with an E in it such as ${lead}${part ?? ""}…E${exponent}: its digits are lost, so get the list again`,
  };
}

function formulaError(text: string): SpreadsheetDamage | null {
  return /^#(?:N\/A|NAME\?|REF!|VALUE!|DIV\/0!|NUM!|NULL!)$/.test(text)
    ? { kind: "error", was: "the result of a formula that failed" }
    : null;
}
