export interface SkippedEntry {
  /** Of the table file, from 1. */
  readonly line: number;
  readonly reason: string;
}

/** Maximum entries to keep of each kind. */
const SHOWN = 5;

/** The skipped entries of a table: their number by kind, and the first ones of each kind. */
export class SkippedEntries {
  private readonly counts = new Map<string, number>();
  private readonly shown: SkippedEntry[] = [];

  add(kind: string, line: number, reason: () => string): void {
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    if (count <= SHOWN) this.shown.push({ line, reason: reason() });
  }

  /** How many entries are of kinds that begin with the prefix. */
  count(prefix: string): number {
    let count = 0;
    for (const [kind, it] of this.counts) if (kind.startsWith(prefix)) count += it;
    return count;
  }

  get first(): readonly SkippedEntry[] {
    return this.shown;
  }
}
