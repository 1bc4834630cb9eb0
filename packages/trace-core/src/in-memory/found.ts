/** The records that these are the keys of; none for a key that is unknown. */
export function found<T>(records: ReadonlyMap<string, T>, ids: Iterable<string>): T[] {
  const result: T[] = [];
  for (const id of ids) {
    const record = records.get(id);
    if (record !== undefined) result.push(record);
  }
  return result;
}
