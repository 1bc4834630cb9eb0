import { redactUrl, StoreOpenError } from "@waymark/trace-core";

export type StoreUrl =
  | { readonly kind: "postgres"; readonly url: string; readonly schema: string | undefined }
  /** `:memory:` or a path, relative to the working directory. */
  | { readonly kind: "sqlite"; readonly file: string };

/**
 * Parses `postgres://…` and `postgresql://…`, optionally with the schema of the tables (`?schema=…`), `sqlite:FILE` and
 * `sqlite::memory:`.
 *
 * @throws StoreOpenError any other URL
 */
export function parseStoreUrl(url: string): StoreUrl {
  if (/^postgres(ql)?:\/\//i.test(url)) {
    const schema = new URLSearchParams(url.split("?")[1]).get("schema") ?? undefined;
    return { kind: "postgres", url, schema };
  }
  const file = /^sqlite:(?:\/\/(?=\/))?([^\0]+)$/i.exec(url)?.[1];
  // What follows two slashes would be a host.
  if (file !== undefined && !file.startsWith("//")) return { kind: "sqlite", file };
  throw new StoreOpenError(
    `${redactUrl(url)} is not a store URL for SQL: use postgres://user@host/database, sqlite:FILE or sqlite::memory:`,
  );
}
