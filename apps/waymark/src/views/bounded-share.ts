/**
 * A share, 0 to 1, as text: what is little and not nothing is never called 0 %, nor what is not quite all 100 %.
 *
 * @param write a share, to one digit after the point
 */
export function boundedShare(share: number, write: (share: number) => string): string {
  if (share > 0 && share < 0.001) return `< ${write(0.001)}`;
  if (share > 0.999 && share < 1) return `> ${write(0.999)}`;
  return write(share);
}
