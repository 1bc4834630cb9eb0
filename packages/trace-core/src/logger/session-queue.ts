/** Runs work that concerns the same keys one after another, in the order in which it came. */
export class SessionQueue {
  private readonly tails = new Map<string, Promise<void>>();

  /** Starts the work when all earlier work for any of its keys has settled. */
  run<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const before = Promise.all(keys.flatMap((key) => this.tails.get(key) ?? []));
    const result = keys.some((key) => this.tails.has(key)) ? before.then(work) : work();
    const tail = result.then(ignore, ignore);
    for (const key of keys) {
      this.tails.set(key, tail);
      void tail.then(() => {
        if (this.tails.get(key) === tail) this.tails.delete(key);
      });
    }
    return result;
  }
}

/** Whoever asked for the work is told how it went; those who wait behind it only need to know that it is over. */
function ignore(): void {
  // Nothing to do.
}
