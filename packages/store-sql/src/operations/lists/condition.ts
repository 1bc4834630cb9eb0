import { isStorable } from "@waymark/trace-core";

import { isUuid } from "../is-uuid.js";

/** Which rows a list has. */
export interface Condition {
  /** With `$1`, `$2` … for its parameters. */
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** A condition that everything fits. */
export const EVERYTHING: Condition = { sql: "1 = 1", parameters: [] };

/** A condition that nothing fits. */
export const NOTHING: Condition = { sql: "1 = 0", parameters: [] };

export function ofText(column: string, value: string): Condition {
  return isStorable(value) ? { sql: `"${column}" = $1`, parameters: [value] } : NOTHING;
}

export function ofId(column: string, id: string): Condition {
  return isUuid(id) ? { sql: `"${column}" = $1`, parameters: [id] } : NOTHING;
}
