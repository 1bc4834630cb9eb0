import { compareBytes } from "@waymark/trace-core";

import type { MappingResult } from "./mapping-result.js";

/** By target id, the distinct identifiers that lead to it, if there are several; both in byte order. */
export function sharedTargets(results: readonly MappingResult[]): Map<string, readonly string[]> {
  const sources = new Map<string, Set<string>>();
  for (const { identifier, targets } of results) {
    for (const { id } of targets) {
      const known = sources.get(id);
      if (known === undefined) sources.set(id, new Set([identifier ?? ""]));
      else known.add(identifier ?? "");
    }
  }
  return new Map(
    [...sources]
      .filter(([, ids]) => ids.size > 1)
      .sort(([a], [b]) => compareBytes(a, b))
      .map(([id, ids]) => [id, [...ids].sort(compareBytes)]),
  );
}
