/**
 * A share, 0 to 1, as text. A small share is never shown as 0 %, and an incomplete one never as 100 %.
 *
 * @param write formats a share with one digit after the point
 */
export function boundedShare(share: number, write: (share: number) => string): string {
  if (share > 0 && share < 0.001) return `< ${write(0.001)}`;
  if (share > 0.999 && share < 1) return `> ${write(0.999)}`;
  return write(share);
}
