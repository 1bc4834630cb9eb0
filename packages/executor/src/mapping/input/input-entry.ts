/**
 * One distinct identifier of a slice, or one distinct input that is not an identifier. Equal texts that are not
 * identifiers (such as empty cells) need not mean the same, so inputs of this kind also differ if their secondary
 * identifiers do.
 */
export interface InputEntry {
  /** Its id in the trace: the identifier itself; for an input that is not one, see `readInput`. */
  readonly sourceId: string;
  /** Normalised; null if the input is not an identifier. */
  readonly identifier: string | null;
  /** Why the input is not an identifier; null if it is one. */
  readonly invalidReason: string | null;
  /** The inputs as given; those that a trace cannot hold are escaped and shortened. */
  readonly rawIds: Set<string>;
  /** Normalised identifiers of the same row in other types, by type. */
  secondary: ReadonlyMap<string, Set<string>>;
  /** How often it occurs in this slice. */
  occurrences: number;
}

/** Whether anything can be looked up: an input that is not an identifier has only its secondary identifiers. */
export function isAnswerable({ identifier, secondary }: InputEntry): boolean {
  return identifier !== null || secondary.size > 0;
}
