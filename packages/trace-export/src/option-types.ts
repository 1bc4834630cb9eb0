import { InvalidExportOptionError } from "./invalid-export-option-error.js";

/**
 * Refuses a value of the wrong type.
 *
 * @param path name of the option in errors, such as `predicates.same`
 * @throws InvalidExportOptionError
 */
export type OptionType = (path: string, value: unknown) => void;

/** The types of an object's fields or of a format's options; the compiler checks that none is missing. */
export type OptionTypes<Options> = Readonly<Record<keyof Options, OptionType>>;

/** @param shouldBe a description of the type, to be read after "should be" */
export function optionType(isOfType: (value: unknown) => boolean, shouldBe: string): OptionType {
  return (path, value) => {
    if (!isOfType(value)) throw invalidValue(path, value, shouldBe);
  };
}

export const TEXT = optionType((it) => typeof it === "string", "a string");

export const FLAG = optionType((it) => typeof it === "boolean", "true or false");

const OBJECT = optionType((it) => typeof it === "object" && it !== null && !Array.isArray(it), "an object");

/** Also accepts undefined. */
export function optional(type: OptionType): OptionType {
  return (path, value) => {
    if (value !== undefined) type(path, value);
  };
}

/** An object with these fields only. */
export function objectOf(fields: Readonly<Record<string, OptionType>>): OptionType {
  return (path, value) => {
    OBJECT(path, value);
    checkFields(fields, value as object, {
      pathOf: (field) => `${path}.${field}`,
      unknown: `is not a field of ${path}`,
    });
  };
}

/** An object with arbitrary fields, all of one type. */
export function recordOf(type: OptionType): OptionType {
  return (path, value) => {
    OBJECT(path, value);
    for (const [field, it] of Object.entries(value as object)) type(`${path}.${field}`, it);
  };
}

interface FieldNames {
  readonly pathOf: (field: string) => string;
  /** The beginning of the error for an unknown field. */
  readonly unknown: string;
}

/** Refuses unknown fields first: a misspelt option must not be reported as missing. */
export function checkFields(
  fields: Readonly<Record<string, OptionType>>,
  values: object,
  { pathOf, unknown }: FieldNames,
): void {
  const names = Object.keys(fields);
  const odd = Object.keys(values).find((it) => !names.includes(it));
  if (odd !== undefined) {
    const known = names.length === 0 ? "it has none" : `it knows ${names.join(", ")}`;
    throw new InvalidExportOptionError(pathOf(odd), `${unknown}: ${known}`);
  }
  const given = new Map<string, unknown>(Object.entries(values));
  for (const [field, type] of Object.entries(fields)) type(pathOf(field), given.get(field));
}

export function invalidValue(path: string, value: unknown, shouldBe: string): InvalidExportOptionError {
  const is = value === undefined ? "missing" : JSON.stringify(value);
  return new InvalidExportOptionError(path, `is ${is} and should be ${shouldBe}`);
}
