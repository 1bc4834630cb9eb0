import { InvalidArgumentError } from "commander";
import { day } from "./option-values.js";

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** Parses a date, a date with time, or an age before now, such as `90d`, `12h`, `30m` or `8w`. */
export function pointInTime(text: string): Date {
  const age = /^(\d{1,6})([mhdw])$/.exec(text);
  if (age) return new Date(Date.now() - Number(age[1]) * UNIT_MS[age[2] as keyof typeof UNIT_MS]);
  try {
    return day(text);
  } catch {
    throw new InvalidArgumentError("Expected an age such as 90d, 12h or 30m, or a date such as 2026-01-31.");
  }
}
