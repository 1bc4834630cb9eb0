/** The records with these ids; unknown ids are skipped. */
export function found<T>(records: ReadonlyMap<string, T>, ids: Iterable<string>): T[] {
  const result: T[] = [];
  for (const id of ids) {
    const record = records.get(id);
    if (record !== undefined) result.push(record);
  }
  return result;
}
