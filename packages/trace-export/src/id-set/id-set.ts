import { FiledSlots } from "./filed-slots.js";
import { HeldSlots } from "./held-slots.js";
import { WORDS, type Slots, type Words } from "./slots.js";

/** 2 MiB. */
const MAX_HELD = 131_072;

/** Initial number of slots. */
const FIRST = 1_024;

export interface IdSetOptions {
  /**
   * Maximum number of slots of 16 bytes in memory, a power of two; at most half of them are used. Default 131,072,
   * which is 2 MiB.
   */
  readonly maxHeld?: number;
}

/**
 * A set of UUIDs in bounded memory, for what an export has to remember about every mapping. Larger sets are in a
 * temporary file, with 32 to 64 bytes per id. Ids are case-insensitive. Has to be closed.
 *
 * @throws ScratchFileError from any call: the temporary file cannot be created or written
 */
export class IdSet {
  /** Open addressing, in the order of the hashes. The nil UUID, which marks a free slot, is stored separately. */
  private slots: Slots;
  private hasZero = false;
  private used = 0;
  private readonly maxHeld: number;

  constructor({ maxHeld = MAX_HELD }: IdSetOptions = {}) {
    this.maxHeld = maxHeld;
    this.slots = new HeldSlots(Math.min(FIRST, maxHeld));
  }

  get size(): number {
    return this.used + (this.hasZero ? 1 : 0);
  }

  /** @returns whether the id is new */
  add(id: string): boolean {
    const words = wordsOf(id);
    if (isFree(words, 0)) {
      if (this.hasZero) return false;
      this.hasZero = true;
      return true;
    }
    const slot = find(this.slots, words, 0);
    if (!isFree(this.slots.words, this.slots.at(slot))) return false;
    this.slots.put(slot, words, 0);
    this.used += 1;
    if (this.used * 2 > this.slots.count) this.grow();
    return true;
  }

  has(id: string): boolean {
    const words = wordsOf(id);
    if (isFree(words, 0)) return this.hasZero;
    return !isFree(this.slots.words, this.slots.at(find(this.slots, words, 0)));
  }

  /** Idempotent. */
  close(): void {
    this.slots.close();
    this.slots = new HeldSlots(FIRST);
  }

  /** Both tables are in the order of the hashes, so each is traversed once from beginning to end. */
  private grow(): void {
    const { slots } = this;
    const count = slots.count * 2;
    const larger = count > this.maxHeld ? new FiledSlots(count) : new HeldSlots(count);
    try {
      for (let slot = 0; slot < slots.count; slot++) {
        const begin = slots.at(slot);
        if (!isFree(slots.words, begin)) larger.put(find(larger, slots.words, begin), slots.words, begin);
      }
    } catch (error) {
      larger.close();
      throw error;
    }
    this.slots = larger;
    slots.close();
  }
}

/** The slot that holds the words at `begin`, or the free slot where they belong. */
function find(slots: Slots, words: Words, begin: number): number {
  let slot = Math.floor((mix(words, begin) / 2 ** 32) * slots.count);
  for (;;) {
    const found = slots.at(slot);
    if (isFree(slots.words, found) || areEqual(slots.words, found, words, begin)) return slot;
    slot = (slot + 1) % slots.count;
  }
}

function areEqual(a: Words, inA: number, b: Words, inB: number): boolean {
  for (let i = 0; i < WORDS; i++) if (a[inA + i] !== b[inB + i]) return false;
  return true;
}

function isFree(words: Words, begin: number): boolean {
  for (let i = 0; i < WORDS; i++) if (words[begin + i] !== 0) return false;
  return true;
}

/** Every word affects the high bits, which select the slot: time-ordered UUIDs differ in a few bits only. */
function mix(words: Words, begin: number): number {
  let hash = 0;
  for (let i = 0; i < WORDS; i++)
    hash = Math.imul(hash ^ (words[begin + i] ?? 0), 0x9e3779b1) ^ (hash >>> 15);
  return Math.imul(hash ^ (hash >>> 16), 0x85ebca6b) >>> 0;
}

/** The result is valid until the next call: one buffer is reused, since this is called for every id. */
function wordsOf(id: string): Words {
  const hex = id.replaceAll("-", "");
  for (let i = 0; i < WORDS; i++) parsed[i] = Number.parseInt(hex.slice(i * 8, i * 8 + 8), 16);
  return parsed;
}

const parsed: Words = new Uint32Array(WORDS);
