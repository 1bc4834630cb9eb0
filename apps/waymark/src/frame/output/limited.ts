/** At most so many items of what may be many. One more is asked for, to tell whether there are more. */
export class Limited<T> implements AsyncIterable<T> {
  private readonly items: AsyncIterator<T>;
  private first: IteratorResult<T> | undefined;
  private cut = false;

  /** @param limit undefined for all */
  constructor(
    items: AsyncIterable<T>,
    readonly limit: number | undefined,
  ) {
    this.items = items[Symbol.asyncIterator]();
  }

  /** Whether there are more items than were handed out; known once those have been. */
  get hasMore(): boolean {
    return this.cut;
  }

  /** Whether there is none at all; asked before the items are. */
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

/** There are more than the limit of a list lets through, and how to see them. */
export function moreText(limit: number): string {
  return `there are more: --limit ${String(limit * 10)} shows them`;
}
