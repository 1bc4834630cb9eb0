const WIDTH = 24;

/** A share as a bar; at least a sliver if it is not 0. */
export function barText(share: number): string {
  if (share <= 0) return "";
  const eighths = Math.max(1, Math.round(share * WIDTH * 8));
  const rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8] ?? "";
  return "█".repeat(Math.floor(eighths / 8)) + rest;
}
