import { resolve } from "node:path";

import type { TraceStore } from "@waymark/trace-core";

import { userFolder } from "./from-user.js";
import { UsageError } from "./usage-error.js";

/** The only place that knows which stores there are. Each is loaded when it is asked for. */
export async function openStore(url: string): Promise<TraceStore> {
  const scheme = /^[a-z+]+(?=:)/i.exec(url)?.[0].toLowerCase();
  switch (scheme) {
    case "sqlite":
    case "postgres":
    case "postgresql": {
      const { openSqlTraceStore } = await import("@waymark/store-sql");
      return openSqlTraceStore({ url: scheme === "sqlite" ? absolute(url) : url });
    }
    case "mongodb":
    case "mongodb+srv": {
      const { openMongoTraceStore } = await import("@waymark/store-mongo");
      return openMongoTraceStore({ url });
    }
    default:
      throw new UsageError(
        `${scheme === undefined ? "The store" : `A store of ${scheme}:`} is unknown: --store takes sqlite:FILE, sqlite::memory:, postgres://user@host/database or mongodb://host/database`,
      );
  }
}

/** A relative file counts from where the user stands. */
function absolute(url: string): string {
  const file = url.slice("sqlite:".length);
  return file === "" || file === ":memory:" ? url : `sqlite:${resolve(userFolder(), file)}`;
}
