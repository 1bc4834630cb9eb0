/**
 * How many identifiers entered one step of a path and got through it. Counts distinct input identifiers with at least
 * one branch, so that the numbers do not grow where one identifier becomes many. Identifiers answered from the cache
 * are included.
 */
export interface HopCoverage {
  readonly pathId: string;
  /** Counted from 0. */
  readonly step: number;
  /** Identifiers that entered this step. */
  readonly in: number;
  /** Identifiers that got through it. */
  readonly out: number;
}

/** How far one identifier got along one path: how many steps it entered, and how many it got through. */
export interface PathReach {
  readonly pathId: string;
  readonly entered: number;
  readonly left: number;
}

/** Sums up how far identifiers got. */
export class HopCoverageTally {
  private readonly counts: Map<string, { in: number; out: number }[]>;

  /** @param paths in the order in which they are tried */
  constructor(paths: readonly { readonly id: string; readonly steps: readonly unknown[] }[]) {
    this.counts = new Map(paths.map(({ id, steps }) => [id, steps.map(() => ({ in: 0, out: 0 }))]));
  }

  add(reaches: Iterable<PathReach>): void {
    for (const { pathId, entered, left } of reaches) {
      this.counts.get(pathId)?.forEach((step, i) => {
        if (i < entered) step.in++;
        if (i < left) step.out++;
      });
    }
  }

  /** Paths that were never tried are left out. */
  list(): HopCoverage[] {
    return [...this.counts]
      .filter(([, steps]) => (steps[0]?.in ?? 0) > 0)
      .flatMap(([pathId, steps]) => steps.map((counts, step) => ({ pathId, step, ...counts })));
  }
}
