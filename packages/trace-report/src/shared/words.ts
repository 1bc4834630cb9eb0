import { escapeRawId } from "@waymark/trace-core";

/** "1 mapping", "2 mappings", "2 entities". */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${n.toLocaleString("en-US")} ${n === 1 ? noun : plural}`;
}

/** "a", "a and b", "a, b and c". */
export function joined(words: readonly string[], conjunction = "and"): string {
  if (words.length <= 1) return words.join("");
  return `${words.slice(0, -1).join(", ")} ${conjunction} ${words.at(-1) ?? ""}`;
}

/** Like `joined`, but replaces the words beyond `max` by their number. */
export function joinedUpTo(words: readonly string[], max: number): string {
  if (words.length <= max) return joined(words);
  return joined([...words.slice(0, max), `${String(words.length - max)} more`]);
}

/** In quotation marks, on one line, shortened if very long; control characters are escaped. */
export function quoted(text: string): string {
  return `"${escapeRawId(text)}"`;
}

/** "0.9025", "1": at most four digits after the point. */
export function decimal(value: number): string {
  return String(Number(value.toFixed(4)));
}

/** "2026-11-25" of an ISO 8601 time. */
export function day(time: string): string {
  return time.slice(0, 10);
}

/** "hgnc (2024-10)", "hgnc" without a release. */
export function resourceText({
  resource,
  release,
}: {
  readonly resource: string;
  readonly release: string | null;
}): string {
  return release === null ? resource : `${resource} (${release})`;
}

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** "25 November 2026" of an ISO 8601 time in UTC. */
export function longDate(time: string): string {
  const [year = "", month = "", date = ""] = day(time).split("-");
  return `${String(Number(date))} ${MONTHS[Number(month) - 1] ?? month} ${year}`;
}

/** "12 (6.5%)" */
export function share(part: number, whole: number): string {
  return `${part.toLocaleString("en-US")} (${percent(part, whole)})`;
}

/** "6.5%", "100%", "0%"; only exact values give 0% and 100%. */
export function percent(part: number, whole: number): string {
  if (whole === 0 || part === 0) return "0%";
  if (part === whole) return "100%";
  return `${Math.min(99.9, Math.max(0.1, (part / whole) * 100)).toFixed(1)}%`;
}
