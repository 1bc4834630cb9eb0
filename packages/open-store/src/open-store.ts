import { resolve } from "node:path";

import type { TraceStore } from "@waymark/trace-core";

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
 * @throws StoreOpenError it could not be opened; the message says what to do
 * @throws SchemaVersionError its schema is older (and may not be changed) or newer than this program
 */
export async function openStore(url: string, options: OpenStoreOptions = {}): Promise<TraceStore> {
  const { migrate = "auto", folder = process.cwd() } = options;
  const scheme = /^[a-z+]+(?=:)/i.exec(url)?.[0].toLowerCase();
  switch (scheme) {
    case "sqlite":
    case "postgres":
    case "postgresql": {
      const { openSqlTraceStore } = await import("@waymark/store-sql");
      return openSqlTraceStore({ url: scheme === "sqlite" ? absolute(url, folder) : url, migrate });
    }
    case "mongodb":
    case "mongodb+srv": {
      const { openMongoTraceStore } = await import("@waymark/store-mongo");
      return openMongoTraceStore({ url, migrate });
    }
    default:
      throw new UnknownStoreUrlError(url, STORE_URLS);
  }
}

function absolute(url: string, folder: string): string {
  const file = url.slice("sqlite:".length);
  return file === "" || file === ":memory:" ? url : `sqlite:${resolve(folder, file)}`;
}
