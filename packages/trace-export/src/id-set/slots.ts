/** A UUID is four words; those of zeros mark a free slot. */
export const WORDS = 4;

export type Words = Uint32Array;

/** A table of UUIDs, of which a part is at hand. */
export interface Slots {
  /** A power of two. */
  readonly count: number;
  /** What is at hand. */
  readonly words: Words;
  /** Gets a slot at hand, and says where its words begin; good until the next call. */
  at(slot: number): number;
  put(slot: number, from: Words, begin: number): void;
  /** Gives back what the table takes. */
  close(): void;
}

export function copyWords(from: Words, begin: number, to: Words, at: number): void {
  for (let i = 0; i < WORDS; i++) to[at + i] = from[begin + i] ?? 0;
}
