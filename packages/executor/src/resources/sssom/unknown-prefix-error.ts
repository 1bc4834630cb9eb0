/** A prefix that is declared for a side of a map, and that the mapping set does not have. */
export interface UnknownPrefix {
  readonly map: string;
  readonly side: "source" | "target";
  readonly prefix: string;
  /** Which one may have been meant, and which there are. */
  readonly message: string;
}

/** Maps are declared by prefixes that their mapping set does not have. */
export class UnknownPrefixError extends RangeError {
  constructor(
    /** At least one. */
    readonly unknown: readonly UnknownPrefix[],
  ) {
    super(unknown.map((it) => `${it.map}: ${it.message}`).join("; "));
    this.name = "UnknownPrefixError";
  }
}
