/** From the mildest to the worst. */
export const CONFLICT_KINDS = ["agree", "subset", "overlap", "disjoint"] as const;

/**
 * How the targets of two paths compare: the same targets (`agree`), one set within the other (`subset`), some in common
 * and some only on either path (`overlap`), none in common (`disjoint`). Of more than two paths, the worst kind of any
 * pair.
 */
export type ConflictKind = (typeof CONFLICT_KINDS)[number];

type Targets = Pick<ReadonlySet<string>, "size" | "has"> & { keys(): IterableIterator<string> };

export function conflictKind(paths: readonly Targets[]): ConflictKind {
  let worst = 0;
  paths.forEach((one, i) => {
    for (const other of paths.slice(i + 1))
      worst = Math.max(worst, CONFLICT_KINDS.indexOf(kindOfTwo(one, other)));
  });
  return CONFLICT_KINDS[worst] ?? "agree";
}

function kindOfTwo(one: Targets, other: Targets): ConflictKind {
  let shared = 0;
  for (const id of one.keys()) if (other.has(id)) shared++;
  if (shared === 0) return "disjoint";
  if (shared === one.size && shared === other.size) return "agree";
  return shared === one.size || shared === other.size ? "subset" : "overlap";
}
