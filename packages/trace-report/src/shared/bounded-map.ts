import { excerpt, type Excerpt } from "./excerpt.js";

/** A map with a maximum number of keys, so that counting over a whole store takes bounded memory. */
export class BoundedMap<V> {
  private readonly entries = new Map<string, V>();
  private isFull = false;

  /** @param maxKeys Default 10,000. */
  constructor(private readonly maxKeys = 10_000) {}

  /** The entry of a key, created if it is missing; undefined if the map is full. */
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

  /** The first entries in the given order. If the map was too small, their total is unknown. */
  top<T>(limit: number, compare: (a: V, b: V) => number, present: (entry: V) => T): Excerpt<T> {
    const { items, ...rest } = excerpt(this.values().sort(compare), limit, !this.isFull);
    return { items: items.map(present), ...rest };
  }
}
