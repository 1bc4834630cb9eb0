import { InvalidQueryError } from "@waymark/trace-core";

/** The value of an integer option, or its default. */
export function wholeNumber(
  name: string,
  value: number | undefined,
  { byDefault, min = 1, max }: { readonly byDefault: number; readonly min?: number; readonly max: number },
): number {
  if (value === undefined) return byDefault;
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new InvalidQueryError(`${name} must be a whole number from ${String(min)} to ${String(max)}`, {
      argument: name,
      value: String(value),
    });
  }
  return value;
}
