import { InvalidArgumentError } from "commander";

/** Parses a whole number from 1. */
export const count = countFrom(1);

/** Parses a whole number from `min` to `max`. */
export function countFrom(min: number, max = Number.MAX_SAFE_INTEGER): (text: string) => number {
  const upTo = max === Number.MAX_SAFE_INTEGER ? "" : ` to ${max.toLocaleString("en-US")}`;
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max)
      throw new InvalidArgumentError(`Expected a whole number from ${String(min)}${upTo}.`);
    return value;
  };
}

export function confidence(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError("Expected a number from 0 to 1.");
  return value;
}

/** Parses a date, or a date with time, in ISO 8601. */
export function day(text: string): Date {
  const date = new Date(text);
  const isDay =
    /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(text) && !Number.isNaN(date.getTime());
  // Date turns 2023-02-30 into the second of March.
  if (!isDay || (text.length === 10 && date.toISOString().slice(0, 10) !== text))
    throw new InvalidArgumentError("Expected a date such as 2013-09-01.");
  return date;
}

/** Parses an option that may be repeated. */
export function collect(text: string, earlier: readonly string[] | undefined): string[] {
  return [...(earlier ?? []), text];
}

/** Like `collect`, but a value may also be a list separated by commas. */
export function collectList(text: string, earlier: readonly string[] | undefined): string[] {
  const given = text.split(",").map((it) => it.trim());
  if (given.includes("")) throw new InvalidArgumentError("Expected a name, or several separated by commas.");
  return [...(earlier ?? []), ...given];
}
