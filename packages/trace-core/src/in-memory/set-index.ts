const NONE: ReadonlySet<string> = new Set();

/** An index from a key to a set of ids. */
export class SetIndex {
  private readonly sets = new Map<string, Set<string>>();

  /** The ids of a key; empty if it has none. */
  get(key: string): ReadonlySet<string> {
    return this.sets.get(key) ?? NONE;
  }

  add(key: string, id: string): void {
    const ids = this.sets.get(key);
    if (ids === undefined) this.sets.set(key, new Set([id]));
    else ids.add(id);
  }

  remove(key: string, id: string): void {
    const ids = this.sets.get(key);
    if (ids?.delete(id) === true && ids.size === 0) this.sets.delete(key);
  }

  /** Removes the key and returns its ids. */
  take(key: string): ReadonlySet<string> {
    const ids = this.get(key);
    this.sets.delete(key);
    return ids;
  }
}
