import { WORDS, type Slots, type Words } from "./slots.js";

/** A table in memory. */
export class HeldSlots implements Slots {
  private readonly words: Words;

  constructor(readonly count: number) {
    this.words = new Uint32Array(count * WORDS);
  }

  at(slot: number): Words {
    return this.words.subarray(slot * WORDS, (slot + 1) * WORDS);
  }

  put(slot: number, words: Words): void {
    this.words.set(words, slot * WORDS);
  }

  close(): void {
    // Nothing but memory.
  }
}
