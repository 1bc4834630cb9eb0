import { isWaymarkError, type TraceStore } from "@waymark/trace-core";

import { MalformedStoreUrlError } from "./malformed-store-url-error.js";
import { sqliteFile } from "./sqlite-url.js";
import { UnknownStoreUrlError } from "./unknown-store-url-error.js";

/** The kinds of URL that `openStore` takes, to be shown to people. */
export const STORE_URLS = [
  "sqlite:FILE",
  "sqlite::memory:",
  "postgres://user@host/database",
  "mongodb://host/database",
] as const;

export interface OpenStoreOptions {
  /** Whether opening may change the schema. Default `auto`. */
  readonly migrate?: "auto" | "check";
  /** What the relative path of a `sqlite:FILE` counts from. Default: the working directory. */
  readonly folder?: string;
}

/**
 * Opens the store that a URL names; whoever opens it closes it. The only place that knows which stores there are: each is
 * loaded when it is asked for.
 *
 * @throws UnknownStoreUrlError no store answers to such a URL
 * @throws MalformedStoreUrlError a store answers to such a URL, but cannot read this one
 * @throws StoreOpenError it could not be opened; the message says what to do
 * @throws SchemaVersionError its schema is older (and may not be changed) or newer than this program
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
      // With a scheme alone, drivers would take what follows for a path, or for a host.
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

/** A file, or the two slashes before a host. */
const HAS_TARGET = /^(?:sqlite:.|[a-z+]+:\/\/)/is;

/** What is thrown without a code by whoever decodes a URL, and by the driver of MongoDB. */
const UNCODED = /URI malformed|contains unescaped characters|Unable to parse .* with URL/i;

/** Whether a URL could not be read, as against what it asks for. */
function isMalformed(error: unknown): boolean {
  if (!isWaymarkError(error, "store-open") || !(error.cause instanceof Error)) return false;
  const { cause } = error;
  const code = "code" in cause ? cause.code : undefined;
  return code === "ERR_INVALID_URL" || UNCODED.test(cause.message);
}
