import { createHash } from "node:crypto";

import { counted } from "../shared/counted.js";
import type { CardinalityCounts } from "./run-report-parts.js";

/**
 * Packs the two counters of a target into one number to save memory: sources that have only this target count 1 each,
 * those that have several count `MANY` each.
 */
const MANY = 2 ** 26;

/**
 * Counts how many sources lead to each target; exact for up to `maxTargets` distinct targets. If there are more, half
 * of them, chosen by hash, are dropped, repeatedly. The counts of a target that is kept are complete, so the kept
 * targets are a representative sample.
 */
export class CardinalityTally {
  /** By the first 48 bits of the target's hash: among a million targets, a collision occurs once in 500 reports. */
  private readonly sources = new Map<number, number>();
  /** One in this many targets is kept. */
  private oneIn = 1;

  constructor(private readonly maxTargets: number) {}

  /** @param isOneOfSeveral whether the source has further targets */
  add(targetId: string, isOneOfSeveral: boolean): void {
    const key = createHash("sha1").update(targetId).digest().readUIntBE(0, 6);
    if (key % this.oneIn !== 0) return;
    this.sources.set(key, (this.sources.get(key) ?? 0) + (isOneOfSeveral ? MANY : 1));
    if (this.sources.size > this.maxTargets) this.halve();
  }

  counts(): CardinalityCounts {
    let [oneToOne, oneToMany, manyToOne, manyToMany] = [0, 0, 0, 0];
    for (const packed of this.sources.values()) {
      const [single, several] = [packed % MANY, Math.floor(packed / MANY)];
      if (single + several === 1) {
        oneToOne += single;
        oneToMany += several;
      } else {
        manyToOne += single;
        manyToMany += several;
      }
    }
    const all = oneToOne + oneToMany + manyToOne + manyToMany;
    const scaled = (count: number): CardinalityCounts["oneToOne"] =>
      counted(count * this.oneIn, all * this.oneIn);
    return {
      oneToOne: scaled(oneToOne),
      oneToMany: scaled(oneToMany),
      manyToOne: scaled(manyToOne),
      manyToMany: scaled(manyToMany),
      distinctTargets: this.sources.size * this.oneIn,
      sampledShare: 1 / this.oneIn,
    };
  }

  private halve(): void {
    this.oneIn *= 2;
    for (const key of this.sources.keys()) if (key % this.oneIn !== 0) this.sources.delete(key);
  }
}
