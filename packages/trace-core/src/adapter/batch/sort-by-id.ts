interface Identified {
  readonly id: string;
}

/** From this many records on, sorting numbers is faster. */
const MANY = 64;

/** Each number holds the index of its record in its lowest 16 bits. */
const INDEXES = 0x1_0000;

/** UUIDs are ASCII, for which JavaScript's own order is that of the bytes. */
export function compareIds(a: Identified, b: Identified): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/**
 * Sorts records by their ids, which are UUIDs; the sort is stable. Many records are sorted as numbers, each made of the
 * start of an id and the index of its record, which takes a tenth of the time.
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
  // Ids that are not derived but time-ordered may start with the same bits.
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
