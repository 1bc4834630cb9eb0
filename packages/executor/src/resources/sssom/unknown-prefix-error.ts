/** A prefix that is declared for a side of a map, but missing from the mapping set. */
export interface UnknownPrefix {
  readonly map: string;
  readonly side: "source" | "target";
  readonly prefix: string;
  /** Says which prefix may have been meant, and which ones exist. */
  readonly message: string;
}

/** Maps are declared with prefixes that their mapping set does not have. */
export class UnknownPrefixError extends RangeError {
  constructor(
    /** At least one. */
    readonly unknown: readonly UnknownPrefix[],
  ) {
    super(unknown.map((it) => `${it.map}: ${it.message}`).join("; "));
    this.name = "UnknownPrefixError";
  }
}
