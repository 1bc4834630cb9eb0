import type { BoundedList } from "./bounded-list.js";

/** Entries by key, no more keys than fit: what is counted over a whole store must not grow with it. */
export class BoundedMap<V> {
  private readonly entries = new Map<string, V>();
  private isFull = false;

  /** @param maxKeys Default 10,000. */
  constructor(private readonly maxKeys = 10_000) {}

  /** The entry of a key, made where there is none; undefined when there are as many as fit. */
  at(key: string, make: () => V): V | undefined {
    let entry = this.entries.get(key);
    if (entry !== undefined) return entry;
    if (this.entries.size >= this.maxKeys) {
      this.isFull = true;
      return undefined;
    }
    entry = make();
    this.entries.set(key, entry);
    return entry;
  }

  get(key: string): V | undefined {
    return this.entries.get(key);
  }

  values(): V[] {
    return [...this.entries.values()];
  }

  /** The first of them; `cut` counts all that did not fit into the map as one. */
  top<T>(limit: number, compare: (a: V, b: V) => number, present: (entry: V) => T): BoundedList<T> {
    const sorted = this.values().sort(compare);
    return {
      items: sorted.slice(0, limit).map(present),
      cut: Math.max(0, sorted.length - limit) + (this.isFull ? 1 : 0),
    };
  }
}
