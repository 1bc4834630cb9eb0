const NONE: ReadonlySet<string> = new Set();

/** The ids that belong to a key. */
export class SetIndex {
  private readonly sets = new Map<string, Set<string>>();

  /** Empty when the key has none. */
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

  /** Removes the key and gives what it had. */
  take(key: string): ReadonlySet<string> {
    const ids = this.get(key);
    this.sets.delete(key);
    return ids;
  }
}
