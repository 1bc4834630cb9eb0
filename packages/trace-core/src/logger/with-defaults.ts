/** The input's own fields, unknown ones too (validation names them), over the defaults; undefined counts as absent. */
export function withDefaults<T>(defaults: Partial<T>, input: object): T {
  const result: Record<string, unknown> = { ...defaults };
  for (const [field, value] of Object.entries(input)) if (value !== undefined) result[field] = value;
  return result as T;
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
