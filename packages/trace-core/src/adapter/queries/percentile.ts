/**
 * The percentile by nearest rank: the smallest value that at least this share (0 to 1) of the sorted values does not
 * exceed.
 */
export function percentile(sorted: readonly number[], share: number): number {
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  const value = sorted[rank - 1];
  if (value === undefined) throw new RangeError("no values");
  return value;
}
