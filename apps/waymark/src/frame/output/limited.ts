/** Limits the number of items. Requests one item more, to find out whether there are more. */
export class Limited<T> implements AsyncIterable<T> {
  private readonly items: AsyncIterator<T>;
  private first: IteratorResult<T> | undefined;
  private cut = false;

  /** @param limit undefined for no limit */
  constructor(
    items: AsyncIterable<T>,
    readonly limit: number | undefined,
  ) {
    this.items = items[Symbol.asyncIterator]();
  }

  /** Whether there are more items than the limit; known after the iteration. */
  get hasMore(): boolean {
    return this.cut;
  }

  /** Whether there are no items; has to be called before the iteration. */
  async isEmpty(): Promise<boolean> {
    this.first ??= await this.items.next();
    return this.first.done === true;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    let left = this.limit ?? Infinity;
    try {
      for (;;) {
        const it = this.first ?? (await this.items.next());
        this.first = undefined;
        if (it.done) return;
        if (left === 0) {
          this.cut = true;
          return;
        }
        left -= 1;
        yield it.value;
      }
    } finally {
      await this.items.return?.();
    }
  }
}

/** Says that a list was cut, and how to see the rest. */
export function moreText(limit: number): string {
  return `there are more: --limit ${String(limit * 10)} shows them`;
}
