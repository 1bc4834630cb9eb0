import type { JsonObject } from "../records/json.js";

const BRAND = Symbol.for("waymark.error");

export interface WaymarkErrorOptions {
  /** Stable, in kebab-case; what programs check. */
  readonly code: string;
  /** Plain data about what went wrong. Default: empty. */
  readonly details?: JsonObject;
  readonly cause?: unknown;
}

/** The base of all errors of Waymark. Tell them apart with `isWaymarkError(error, code)`. */
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
 * Whether this is an error of Waymark and, if a code is given, has that code. Also works if several copies of this
 * package are installed, where `instanceof` does not.
 */
export function isWaymarkError(error: unknown, code?: string): error is WaymarkError {
  if (!(error instanceof Error) || !(BRAND in error)) return false;
  return code === undefined || ("code" in error && error.code === code);
}
