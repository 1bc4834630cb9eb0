/** Bits of the filter, a power of two: 4 MB. Of 5,000,000 identifiers it still tells 19 of 20 others apart. */
const BITS = 2 ** 25;
/** Bits of one identifier. */
const PROBES = 3;

/**
 * Which identifiers have been there before, in memory that does not grow with them: a Bloom filter. What it has not seen
 * is certain; what it may have seen is to be looked up.
 */
export class SeenIdentifiers {
  /** Made when there is something to keep: most runs are short. */
  private words: Uint32Array | undefined;

  add(identifier: string): void {
    this.words ??= new Uint32Array(BITS / 32);
    const [first, step] = hashesOf(identifier);
    for (let probe = 0; probe < PROBES; probe++) {
      const bit = (first + probe * step) & (BITS - 1);
      this.words[bit >>> 5] = (this.words[bit >>> 5] ?? 0) | (1 << (bit & 31));
    }
  }

  /** False only when it was never added. */
  mayHave(identifier: string): boolean {
    if (this.words === undefined) return false;
    const [first, step] = hashesOf(identifier);
    for (let probe = 0; probe < PROBES; probe++) {
      const bit = (first + probe * step) & (BITS - 1);
      if (((this.words[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }
}

/** Two hashes of 32 bits: FNV-1a, and the mixing steps of MurmurHash3 over it. The second is odd. */
function hashesOf(text: string): readonly [number, number] {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  const first = mixed(hash);
  return [first, mixed(first ^ 0x9e3779b9) | 1];
}

function mixed(hash: number): number {
  const half = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const next = Math.imul(half ^ (half >>> 13), 0xc2b2ae35);
  return next ^ (next >>> 16);
}
