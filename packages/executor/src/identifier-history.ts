/** What became of one identifier, followed to the end of its succession. */
export type HistoryAnswer =
  /** In the type's primary table (`current`), or in no history (`unknown`): use it as it is. */
  | { readonly status: "current" | "unknown" }
  /**
   * One successor, or several after a split. Each is current or unknown itself, or one at which the look-up was to end.
   */
  | { readonly status: "replaced" | "split"; readonly successors: readonly HistorySuccessor[] }
  /** No successor is left. */
  | { readonly status: "withdrawn" };

export interface HistorySuccessor {
  readonly identifier: string;
  /** The identifiers between the one asked for and this one, oldest first. */
  readonly via: readonly string[];
}

/**
 * The withdrawn and merged identifiers of a type. An identifier that is current in the type's own primary table is
 * current, whatever the history says. An identifier that only leads into a cycle is `withdrawn`.
 */
export interface IdentifierHistory {
  readonly type: string;
  /** Name of the history table's resource. */
  readonly resource: string;
  readonly release: string | null;
  readonly contentHash: string | null;
  /** Resource of the primary table that says what is current; null when the type has none. */
  readonly primaryResource: string | null;
  /** Its configuration as plain JSON, which is part of the plan's fingerprint. */
  readonly definition: unknown;
  /** Of one hop of history, 0 to 1. Default 0.95. */
  readonly confidence: number;
  /** @param isEnd whether a succession ends at an identifier, whatever became of it. Default: at none */
  lookUp(identifier: string, isEnd?: (identifier: string) => boolean): HistoryAnswer;
}
