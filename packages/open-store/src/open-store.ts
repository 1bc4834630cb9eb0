import { isWaymarkError, type TraceStore } from "@waymark/trace-core";

import { MalformedStoreUrlError } from "./malformed-store-url-error.js";
import { sqliteFile } from "./sqlite-url.js";
import { UnknownStoreUrlError } from "./unknown-store-url-error.js";

/** The kinds of URL that `openStore` accepts, for messages. */
export const STORE_URLS = [
  "sqlite:FILE",
  "sqlite::memory:",
  "postgres://user@host/database",
  "mongodb://host/database",
] as const;

export interface OpenStoreOptions {
  /** Whether opening may change the schema. Default `auto`. */
  readonly migrate?: "auto" | "check";
  /** The folder against which a relative path in `sqlite:FILE` is resolved. Default: the working directory. */
  readonly folder?: string;
}

/**
 * Opens the store of a URL, which the caller must close. This is the only place that knows all stores; each is loaded
 * only when it is needed.
 *
 * @throws UnknownStoreUrlError no store supports such URLs
 * @throws MalformedStoreUrlError a store supports such URLs, but cannot parse this one
 * @throws StoreOpenError the store could not be opened; the message says what is wrong
 * @throws SchemaVersionError its schema is newer than this program, or older and may not be changed
 */
export async function openStore(url: string, options: OpenStoreOptions = {}): Promise<TraceStore> {
  try {
    return await openKnown(url, options);
  } catch (error) {
    throw isMalformed(error) ? new MalformedStoreUrlError(url, error) : error;
  }
}

async function openKnown(
  url: string,
  { migrate = "auto", folder = process.cwd() }: OpenStoreOptions,
): Promise<TraceStore> {
  const scheme = /^[a-z+]+(?=:)/i.exec(url)?.[0].toLowerCase();
  switch (scheme) {
    case "sqlite":
    case "postgres":
    case "postgresql": {
      // Without the slashes, drivers would take what follows for a path or a host.
      if (!HAS_TARGET.test(url)) throw new UnknownStoreUrlError(url, STORE_URLS);
      const { openSqlTraceStore } = await import("@waymark/store-sql");
      const file = sqliteFile(url, folder);
      return openSqlTraceStore({ url: file === null ? url : `sqlite:${file}`, migrate });
    }
    case "mongodb":
    case "mongodb+srv": {
      if (!HAS_TARGET.test(url)) throw new UnknownStoreUrlError(url, STORE_URLS);
      const { openMongoTraceStore } = await import("@waymark/store-mongo");
      return openMongoTraceStore({ url, migrate });
    }
    default:
      throw new UnknownStoreUrlError(url, STORE_URLS);
  }
}

/** Matches a URL with a file, or with the two slashes before a host. */
const HAS_TARGET = /^(?:sqlite:.|[a-z+]+:\/\/)/is;

/** Messages of errors without a code, thrown when a URL is decoded, or by the driver of MongoDB. */
const UNCODED = /URI malformed|contains unescaped characters|Unable to parse .* with URL/i;

/** Whether the URL itself could not be parsed, as opposed to a failure to open what it names. */
function isMalformed(error: unknown): boolean {
  if (!isWaymarkError(error, "store-open") || !(error.cause instanceof Error)) return false;
  const { cause } = error;
  const code = "code" in cause ? cause.code : undefined;
  return code === "ERR_INVALID_URL" || UNCODED.test(cause.message);
}
