/** A UUID is four words; four zero words mark a free slot. */
export const WORDS = 4;

export type Words = Uint32Array;

/** A table of UUIDs, of which a part is in memory. */
export interface Slots {
  /** A power of two. */
  readonly count: number;
  /** The part in memory. */
  readonly words: Words;
  /** Loads a slot and returns the index in `words` where it begins, which is valid until the next call. */
  at(slot: number): number;
  put(slot: number, from: Words, begin: number): void;
  /** Releases the table's memory or file. */
  close(): void;
}

export function copyWords(from: Words, begin: number, to: Words, at: number): void {
  for (let i = 0; i < WORDS; i++) to[at + i] = from[begin + i] ?? 0;
}
