import { compareBytes, type ValidationStatus } from "@waymark/trace-core";

import { isPreferred } from "../path/matched-as.js";
import type { MappedTarget } from "../result/mapping-result.js";

/** Lower is better confirmed. */
const RANKS: Readonly<Record<ValidationStatus, number>> = {
  validated: 0,
  renamed: 1,
  validated_ambiguous: 2,
  no_reverse_path: 3,
  one_way: 4,
  no_target: 5,
};

/** The target to use if exactly one is needed: always the same one of the same targets. Null without targets. */
export function canonicalTarget(targets: readonly MappedTarget[]): MappedTarget | null {
  let best: MappedTarget | null = null;
  for (const it of targets) if (best === null || compare(it, best) < 0) best = it;
  return best;
}

function compare(a: MappedTarget, b: MappedTarget): number {
  return (
    rankOf(a) - rankOf(b) ||
    Number(b.hops.some(isPreferred)) - Number(a.hops.some(isPreferred)) ||
    b.confidence - a.confidence ||
    a.hopCount - b.hopCount ||
    compareBytes(a.id, b.id)
  );
}

function rankOf({ validationStatus }: MappedTarget): number {
  return validationStatus === null ? RANKS.no_reverse_path : RANKS[validationStatus];
}
