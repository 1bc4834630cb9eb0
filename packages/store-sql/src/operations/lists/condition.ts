import { isStorable } from "@waymark/trace-core";

import { isUuid } from "../is-uuid.js";

/** Selects the rows of a list. */
export interface Condition {
  /** Its parameters are `$1`, `$2` … */
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** Selects all rows. */
export const EVERYTHING: Condition = { sql: "1 = 1", parameters: [] };

/** Selects no rows. */
export const NOTHING: Condition = { sql: "1 = 0", parameters: [] };

export function ofText(column: string, value: string): Condition {
  return isStorable(value) ? { sql: `"${column}" = $1`, parameters: [value] } : NOTHING;
}

export function ofId(column: string, id: string): Condition {
  return isUuid(id) ? { sql: `"${column}" = $1`, parameters: [id] } : NOTHING;
}
