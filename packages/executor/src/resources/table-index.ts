import type { LookUpHit } from "../resource.js";

const NONE: readonly LookUpHit[] = [];

/** Which identifiers one rank of a map knows, and as what. What it gives is shared: it is not to be changed. */
export class TableIndex {
  private readonly hits = new Map<string, LookUpHit[]>();
  private folded: Map<string, LookUpHit[]> | undefined;

  /** False when the pair was there already. */
  add(source: string, target: string, confidence: number | null): boolean {
    const known = this.hits.get(source);
    if (known === undefined) {
      this.hits.set(source, [{ identifier: target, confidence, matchedAs: null }]);
      return true;
    }
    if (known.some((it) => it.identifier === target)) return false;
    known.push({ identifier: target, confidence, matchedAs: null });
    return true;
  }

  /** In the order of the rows. */
  get(source: string): readonly LookUpHit[] {
    return this.hits.get(source) ?? NONE;
  }

  /** The same without regard to case: whatever is written alike. */
  getFolded(source: string): readonly LookUpHit[] {
    this.folded ??= this.fold();
    return this.folded.get(source.toLowerCase()) ?? NONE;
  }

  get size(): number {
    return this.hits.size;
  }

  entries(): Iterable<[string, readonly LookUpHit[]]> {
    return this.hits;
  }

  private fold(): Map<string, LookUpHit[]> {
    const folded = new Map<string, LookUpHit[]>();
    for (const [source, hits] of this.hits) {
      const key = source.toLowerCase();
      const known = folded.get(key);
      if (known === undefined) folded.set(key, [...hits]);
      else known.push(...hits.filter((hit) => known.every((it) => it.identifier !== hit.identifier)));
    }
    return folded;
  }
}
