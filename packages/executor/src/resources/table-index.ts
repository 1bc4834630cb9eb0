import type { LookUpHit } from "../resource.js";
import { caseFoldedConfidence } from "./case-folded-rank.js";
import { HitLists } from "./hit-lists.js";

/** The identifiers that one rank of a map knows, with their hits. The lists are shared, and must not be changed. */
export class TableIndex {
  private readonly exact = new HitLists();
  private folded: HitLists | undefined;

  /** False if the pair was already there. */
  add(
    source: string,
    target: string,
    confidence: number | null,
    more: Pick<LookUpHit, "since" | "isPreferred"> = {},
  ): boolean {
    return this.exact.add(source, { identifier: target, confidence, matchedAs: null, ...more });
  }

  /** In the order of the rows. */
  get(source: string): readonly LookUpHit[] {
    return this.exact.get(source);
  }

  /** The same, without regard to case. */
  getFolded(source: string): readonly LookUpHit[] {
    this.folded ??= this.fold();
    return this.folded.get(source.toLowerCase());
  }

  get size(): number {
    return this.exact.size;
  }

  entries(): Iterable<[string, readonly LookUpHit[]]> {
    return this.exact.entries();
  }

  private fold(): HitLists {
    const folded = new HitLists();
    for (const [source, hits] of this.exact.entries()) {
      const key = source.toLowerCase();
      for (const hit of hits) folded.add(key, caseFoldedHit(hit));
    }
    return folded;
  }
}

function caseFoldedHit(hit: LookUpHit): LookUpHit {
  return hit.confidence === null ? hit : { ...hit, confidence: caseFoldedConfidence(hit.confidence) };
}
