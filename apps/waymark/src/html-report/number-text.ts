import { boundedShare } from "../views/bounded-share.js";

const COUNT = new Intl.NumberFormat("en");
const SHARE = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });
const SIGNIFICANT = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

export function countText(count: number): string {
  return COUNT.format(count);
}

/** A share, 0 to 1: `12.3%`. */
export function shareText(share: number): string {
  return boundedShare(share, (it) => SHARE.format(it));
}

/** A duration in ms, in a suitable unit. */
export function durationText(ms: number): string {
  if (ms < 1_000) return `${SIGNIFICANT.format(ms)} ms`;
  if (ms < 120_000) return `${SIGNIFICANT.format(ms / 1_000)} s`;
  const minutes = Math.round(ms / 60_000);
  return minutes < 120 ? `${COUNT.format(minutes)} min` : `${SIGNIFICANT.format(minutes / 60)} h`;
}

/** `1 identifier`, `2 identifiers`. */
export function counted(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? "" : "s"}`;
}
