/** Bits in the filter, a power of two: 4 MB. With 5,000,000 identifiers in it, 1 in 20 others is a false positive. */
const BITS = 2 ** 25;
/** Bits set for one identifier. */
const PROBES = 3;

/**
 * A Bloom filter of the identifiers seen so far, whose memory does not grow with their number. If it has not seen an
 * identifier, that is certain; if it may have seen it, the caller must look it up.
 */
export class SeenIdentifiers {
  /** Allocated on first use, since most runs are too short to need it. */
  private words: Uint32Array | undefined;

  add(identifier: string): void {
    this.words ??= new Uint32Array(BITS / 32);
    const [first, step] = hashesOf(identifier);
    for (let probe = 0; probe < PROBES; probe++) {
      const bit = (first + probe * step) & (BITS - 1);
      this.words[bit >>> 5] = (this.words[bit >>> 5] ?? 0) | (1 << (bit & 31));
    }
  }

  /** False only if it was never added. */
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

/** Two 32-bit hashes: FNV-1a finalised as in MurmurHash3, and a second one derived from it, which is odd. */
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
