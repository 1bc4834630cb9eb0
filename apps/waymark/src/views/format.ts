import type { Counted, Excerpt } from "@waymark/trace-report";

import { printable } from "../frame/output/printable.js";
import { boundedShare } from "./bounded-share.js";

/** `12,345` */
export function countText(count: number): string {
  return count.toLocaleString("en-US");
}

/** `12,345 (67.8 %)` */
export function countedText({ count, share }: Counted): string {
  return `${countText(count)} (${percentText(share)})`;
}

/** `67.8 %` */
export function percentText(share: number): string {
  return boundedShare(share, (it) => `${(it * 100).toFixed(1)} %`);
}

/** `<1 ms`, `850 ms`, `12.3 s`, `4 min 10 s`, `2 h 5 min`; `-` for null. */
export function durationText(ms: number | null): string {
  if (ms === null) return "-";
  if (ms > 0 && ms < 1) return "<1 ms";
  if (ms < 1_000) return `${String(Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${String(minutes)} min ${String(Math.floor((ms % 60_000) / 1_000))} s`;
  return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}

/** `2026-11-25 21:50:00`, in UTC. */
export function timeText(iso: string): string {
  return iso.slice(0, 19).replace("T", " ");
}

/** `1.5 MB` */
export function sizeText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${unit === 0 ? String(value) : value.toFixed(1)} ${units[unit] ?? ""}`;
}

/** `1 session`, `2 sessions` */
export function amount(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}

/** What a list leaves out: `5 more`, `more` if the number is unknown, empty if it is complete. */
export function restText({ items, total }: Pick<Excerpt<unknown>, "items" | "total">): string {
  if (total === null) return "more";
  return total > items.length ? `${countText(total - items.length)} more` : "";
}

/** Makes each line of a text printable. */
export function printableLines(text: string): string {
  return text.split("\n").map(printable).join("\n");
}
