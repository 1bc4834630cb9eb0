import { copyWords, WORDS, type Slots, type Words } from "./slots.js";

/** A table that is entirely in memory. */
export class HeldSlots implements Slots {
  readonly words: Words;

  constructor(readonly count: number) {
    this.words = new Uint32Array(count * WORDS);
  }

  at(slot: number): number {
    return slot * WORDS;
  }

  put(slot: number, from: Words, begin: number): void {
    copyWords(from, begin, this.words, this.at(slot));
  }

  close(): void {
    // There is nothing to release but memory.
  }
}
