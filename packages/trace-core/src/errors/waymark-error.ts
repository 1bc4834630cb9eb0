import type { JsonObject } from "../records/json.js";

const BRAND = Symbol.for("waymark.error");

export interface WaymarkErrorOptions {
  /** Stable, kebab-case; what programs tell errors apart by. */
  readonly code: string;
  /** Plain data about what went wrong. Default none. */
  readonly details?: JsonObject;
  readonly cause?: unknown;
}

/** What every error of Waymark extends. Tell them apart by `isWaymarkError(error, code)`. */
export class WaymarkError extends Error {
  readonly code: string;
  readonly details: JsonObject;

  constructor(message: string, options: WaymarkErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code;
    this.details = options.details ?? {};
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/**
 * Whether this is an error of Waymark and, where a code is given, that one. Works across copies of this package, where
 * `instanceof` does not.
 */
export function isWaymarkError(error: unknown, code?: string): error is WaymarkError {
  if (!(error instanceof Error) || !(BRAND in error)) return false;
  return code === undefined || ("code" in error && error.code === code);
}
