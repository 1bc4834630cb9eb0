export interface SkippedEntry {
  /** Of the table file, from 1. */
  readonly line: number;
  readonly reason: string;
}

/** Of each kind, no more are shown. */
const SHOWN = 5;

/** What of a table was skipped, counted by kind, and the first of each kind. */
export class SkippedEntries {
  private readonly counts = new Map<string, number>();
  private readonly shown: SkippedEntry[] = [];

  add(kind: string, line: number, reason: () => string): void {
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    if (count <= SHOWN) this.shown.push({ line, reason: reason() });
  }

  /** How many of kinds that begin so. */
  count(prefix: string): number {
    let count = 0;
    for (const [kind, it] of this.counts) if (kind.startsWith(prefix)) count += it;
    return count;
  }

  get first(): readonly SkippedEntry[] {
    return this.shown;
  }
}
