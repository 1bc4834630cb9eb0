import { checkFields, type OptionType } from "./option-types.js";

/**
 * Refuses unknown options and values of the wrong type.
 *
 * @throws InvalidExportOptionError naming the option, and which options there are or what the value should be
 */
export function checkOptions(
  format: string,
  types: Readonly<Record<string, OptionType>>,
  options: object,
): void {
  checkFields(types, options, {
    pathOf: (option) => option,
    unknown: `is not an option of the format ${format}`,
  });
}
