/** Words of a UUID. */
export const WORDS = 4;

/** A UUID as four words; those of zeros mark a free slot. */
export type Words = Uint32Array;

/** A table of UUIDs. */
export interface Slots {
  /** A power of two. */
  readonly count: number;
  /** What is there; good until the next call. */
  at(slot: number): Words;
  put(slot: number, words: Words): void;
  /** Gives back what the table takes. */
  close(): void;
}
