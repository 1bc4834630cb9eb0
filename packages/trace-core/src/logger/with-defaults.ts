/**
 * The fields of the input, including unknown ones (which validation reports), over the defaults; undefined counts as
 * absent. The fields of the defaults come first, in their order.
 */
export function withDefaults<T>(defaults: Defaults<T>, input: object): T {
  const whole = { ...defaults, ...input } as Record<string, unknown>;
  for (const field in whole) {
    if (whole[field] !== undefined) continue;
    const value: unknown = defaults[field as keyof T];
    if (value === undefined) Reflect.deleteProperty(whole, field);
    else whole[field] = value;
  }
  return whole as T;
}

/** Only undefined counts as absent: null is left to validation. */
export function orElse<T>(value: T | undefined, fallback: T): T {
  return value === undefined ? fallback : value;
}

/** Turns negative zero into zero, as in JSON text and in databases. */
export function unsigned<T>(value: T): T {
  return value === 0 ? (0 as T) : value;
}

/** A copy, since the caller may change the original. Anything else than a Date is left to validation. */
export function ownDate(date: Date): Date {
  return (date as unknown) instanceof Date ? new Date(date.getTime()) : date;
}

/** The test of `orElse`, for fallbacks that are expensive to compute. */
export function isAbsent(value: unknown): value is undefined {
  return value === undefined;
}

/** Whether all fields of the input are fields of the whole record. */
export function hasOnlyFieldsOf(whole: object, input: object): boolean {
  for (const field in input) if (!(field in whole)) return false;
  return true;
}

/** A field that is undefined or missing has no default: the input must have it. */
export type Defaults<T> = { readonly [K in keyof T]?: T[K] | undefined };

/**
 * Builds a whole record from each input. Anything but a list, and anything but an object in it, is passed on unchanged,
 * for validation to report.
 */
export function each<Given extends object, Whole>(
  inputs: readonly Given[],
  build: (input: Given) => Whole,
): readonly Whole[];
export function each<Given extends object, Whole>(
  inputs: readonly Given[] | undefined,
  build: (input: Given) => Whole,
): readonly Whole[] | undefined;
export function each<Given extends object, Whole>(
  inputs: readonly Given[] | undefined,
  build: (input: Given) => Whole,
): readonly Whole[] | undefined {
  if (!Array.isArray(inputs)) return inputs as undefined;
  return inputs.map((it: Given) => (isObject(it) ? build(it) : (it as unknown as Whole)));
}

export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

const NIL_UUID = "00000000-0000-0000-0000-000000000000";

/** An id derived from fields that are not validated yet; the nil UUID if they are too broken to derive one. */
export function derivedOrNil(derive: () => string): string {
  try {
    return derive();
  } catch {
    return NIL_UUID;
  }
}
