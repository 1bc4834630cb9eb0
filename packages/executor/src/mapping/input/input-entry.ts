/**
 * One distinct identifier of a slice, or one distinct input that is none. Inputs that are none have nothing in common but
 * that, so with secondary identifiers they are distinct by those, too.
 */
export interface InputEntry {
  /** What it is called in the trace: the identifier; for an input that is none, see `readInput`. */
  readonly sourceId: string;
  /** Normalised; null for an input that is none. */
  readonly identifier: string | null;
  /** Null for an identifier. */
  readonly invalidReason: string | null;
  /** As they came in, those that a trace cannot hold escaped and shortened. */
  readonly rawIds: Set<string>;
  /** Normalised identifiers of the same row in other types, by type. */
  secondary: ReadonlyMap<string, Set<string>>;
  /** How often it came in this slice. */
  occurrences: number;
}

/** An input that is none is answered by its secondary identifiers, and by nothing else. */
export function isAnswerable({ identifier, secondary }: InputEntry): boolean {
  return identifier !== null || secondary.size > 0;
}
