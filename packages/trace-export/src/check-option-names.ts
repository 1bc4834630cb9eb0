import { InvalidExportOptionError } from "./invalid-export-option-error.js";

/**
 * A misspelt option must not be taken for none.
 *
 * @param names what the format knows
 * @throws InvalidExportOptionError it knows one of the options not; the message lists those that it knows
 */
export function checkOptionNames(format: string, names: readonly string[], options: object): void {
  const unknown = Object.keys(options).find((it) => !names.includes(it));
  if (unknown === undefined) return;
  const known = names.length === 0 ? "it has none" : `it knows ${names.join(", ")}`;
  throw new InvalidExportOptionError(unknown, `is no option of the format ${format}: ${known}`);
}
