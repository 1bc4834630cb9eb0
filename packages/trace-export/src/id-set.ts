const WORDS = 4;

/**
 * A set of UUIDs in 16 to 64 bytes each, where a `Set` of strings takes more than 100: for what has to be remembered of
 * every mapping of an export.
 */
export class IdSet {
  /** Open addressing: four words a slot; the UUID of zeros, which marks a free slot, is kept aside. */
  private slots = new Uint32Array(1024 * WORDS);
  private hasZero = false;
  private used = 0;

  get size(): number {
    return this.used + (this.hasZero ? 1 : 0);
  }

  /** Whether it is new. */
  add(id: string): boolean {
    const words = wordsOf(id);
    if (isZero(words)) {
      if (this.hasZero) return false;
      this.hasZero = true;
      return true;
    }
    const slot = find(this.slots, words);
    if (!isFree(this.slots, slot)) return false;
    this.slots.set(words, slot);
    this.used += 1;
    if (this.used * WORDS * 2 > this.slots.length) this.grow();
    return true;
  }

  has(id: string): boolean {
    const words = wordsOf(id);
    return isZero(words) ? this.hasZero : !isFree(this.slots, find(this.slots, words));
  }

  private grow(): void {
    const larger = new Uint32Array(this.slots.length * 2);
    for (let from = 0; from < this.slots.length; from += WORDS) {
      const words = this.slots.subarray(from, from + WORDS);
      if (!isZero(words)) larger.set(words, find(larger, words));
    }
    this.slots = larger;
  }
}

type Words = Uint32Array;

/** The slot where these words are, or where they belong. */
function find(slots: Words, words: Words): number {
  const count = slots.length / WORDS;
  let slot = mix(words) & (count - 1);
  for (;;) {
    const at = slot * WORDS;
    if (isAt(slots, at, words) || isFree(slots, at)) return at;
    slot = (slot + 1) & (count - 1);
  }
}

function isAt(slots: Words, at: number, words: Words): boolean {
  return (
    slots[at] === words[0] &&
    slots[at + 1] === words[1] &&
    slots[at + 2] === words[2] &&
    slots[at + 3] === words[3]
  );
}

function isFree(slots: Words, at: number): boolean {
  return slots[at] === 0 && slots[at + 1] === 0 && slots[at + 2] === 0 && slots[at + 3] === 0;
}

function isZero(words: Words): boolean {
  return isFree(words, 0);
}

/** Every word counts: those of time-ordered UUIDs differ in a few bits only. */
function mix(words: Words): number {
  let hash = 0;
  for (const word of words) hash = Math.imul(hash ^ word, 0x9e3779b1) ^ (hash >>> 15);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function wordsOf(id: string): Words {
  const hex = id.replaceAll("-", "");
  const words = new Uint32Array(WORDS);
  for (let i = 0; i < WORDS; i++) words[i] = Number.parseInt(hex.slice(i * 8, i * 8 + 8), 16);
  return words;
}
