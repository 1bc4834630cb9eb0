import { checkFields, type OptionType } from "./option-types.js";

/**
 * Refuses options that the format does not know, and values that are not of their types.
 *
 * @throws InvalidExportOptionError it names the option, and what there is or what it should be
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
