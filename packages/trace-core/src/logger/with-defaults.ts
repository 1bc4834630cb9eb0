/** The input's own fields, unknown ones too (validation names them), over the defaults; undefined counts as absent. */
export function withDefaults<T>(defaults: Partial<T>, input: object): T {
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(given) } as T;
}

/**
 * Each input as a whole record. What is no list, and what is no record in it, goes on as it is: validation names it.
 */
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

/** An id derived from fields that are not validated yet; the nil UUID when they do not allow one. */
export function derivedOrNil(derive: () => string): string {
  try {
    return derive();
  } catch {
    return NIL_UUID;
  }
}
