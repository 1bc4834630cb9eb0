import type { LookUpHit } from "../resource.js";

const NONE: readonly LookUpHit[] = [];

/** From this length, a list is searched with a Set: a term may have tens of thousands of members. */
const LONG = 32;

/** The targets of identifiers, each target once, in the order in which they came. */
export class HitLists {
  private readonly lists = new Map<string, LookUpHit[]>();
  private readonly longLists = new Map<string, Set<string>>();

  /** False if the identifier already has that target; the first hit is kept. */
  add(identifier: string, hit: LookUpHit): boolean {
    const list = this.lists.get(identifier);
    if (list === undefined) {
      this.lists.set(identifier, [hit]);
      return true;
    }
    if (this.has(identifier, list, hit.identifier)) return false;
    list.push(hit);
    this.longLists.get(identifier)?.add(hit.identifier);
    return true;
  }

  /** Empty for an unknown identifier. The list is shared, and must not be changed. */
  get(identifier: string): readonly LookUpHit[] {
    return this.lists.get(identifier) ?? NONE;
  }

  /** How many identifiers are known. */
  get size(): number {
    return this.lists.size;
  }

  entries(): Iterable<[string, readonly LookUpHit[]]> {
    return this.lists;
  }

  private has(identifier: string, list: readonly LookUpHit[], target: string): boolean {
    if (list.length < LONG) return list.some((it) => it.identifier === target);
    let set = this.longLists.get(identifier);
    if (set === undefined) this.longLists.set(identifier, (set = new Set(list.map((it) => it.identifier))));
    return set.has(target);
  }
}
