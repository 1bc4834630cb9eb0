import { DEFAULT_CONFIDENCE } from "../../confidence/default-confidence.js";
import type { LookUpHit } from "../../resource.js";
import { caseFoldedConfidence } from "../case-folded-rank.js";

const NONE: readonly LookUpHit[] = [];

/** The targets of one side of a map: each target once, with the mapping of the highest confidence. */
export class SssomIndex {
  private readonly bySource = new Map<string, Map<string, LookUpHit>>();
  private folded: SssomIndex | undefined;

  /** False if the pair was already there; the higher confidence is kept or, if equal, the earlier mapping. */
  add(source: string, hit: LookUpHit): boolean {
    let hits = this.bySource.get(source);
    if (hits === undefined) this.bySource.set(source, (hits = new Map<string, LookUpHit>()));
    const known = hits.get(hit.identifier);
    if (known === undefined || worth(hit) > worth(known)) hits.set(hit.identifier, hit);
    return known === undefined;
  }

  /** In the order of the rows that first named them. */
  get(source: string): readonly LookUpHit[] {
    const hits = this.bySource.get(source);
    return hits === undefined ? NONE : [...hits.values()];
  }

  /** The same, without regard to case. */
  getFolded(source: string): readonly LookUpHit[] {
    this.folded ??= this.fold();
    return this.folded.get(source.toLowerCase());
  }

  find(source: string, target: string): LookUpHit | undefined {
    return this.bySource.get(source)?.get(target);
  }

  /** How many identifiers are known. */
  get size(): number {
    return this.bySource.size;
  }

  private fold(): SssomIndex {
    const folded = new SssomIndex();
    for (const [source, hits] of this.bySource) {
      for (const hit of hits.values()) folded.add(source.toLowerCase(), caseFolded(hit));
    }
    return folded;
  }
}

function worth(hit: LookUpHit): number {
  return hit.confidence ?? DEFAULT_CONFIDENCE;
}

function caseFolded({ identifier, confidence, matchedAs }: LookUpHit): LookUpHit {
  return {
    identifier,
    confidence: caseFoldedConfidence(confidence ?? DEFAULT_CONFIDENCE),
    matchedAs: `${matchedAs ?? ""} (case folded)`,
  };
}
