import type { CatalogNode } from "./catalog-node.js";

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|[smhd])$/;

/** Reads a duration such as `500ms`, `30s`, `5m`, `12h` or `7d`, in milliseconds; anything else is a problem. */
export function readDuration(node: CatalogNode, maxMs: number = Number.MAX_SAFE_INTEGER): number | undefined {
  const [, number = "", unit = ""] = (node.isText ? DURATION.exec(node.text() ?? "") : null) ?? [];
  const ms = Math.round(Number(number) * (UNITS[unit] ?? NaN));
  if (ms >= 1 && ms <= maxMs) return ms;
  const most = maxMs === Number.MAX_SAFE_INTEGER ? "" : `, and be no more than ${maxMs}ms`;
  return node.problem(`must be a duration such as 500ms, 30s, 5m, 12h or 7d${most}`);
}

/** The longest that a timer can wait. */
export const MAX_TIMER_MS = 2 ** 31 - 1;
