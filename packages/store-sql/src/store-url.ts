import { StoreOpenError } from "@waymark/trace-core";

export type StoreUrl =
  | { readonly kind: "postgres"; readonly url: string }
  /** `:memory:` or a path, relative to the working directory. */
  | { readonly kind: "sqlite"; readonly file: string };

/**
 * Reads `postgres://…`, `postgresql://…`, `sqlite:FILE` and `sqlite::memory:`.
 *
 * @throws StoreOpenError any other URL
 */
export function parseStoreUrl(url: string): StoreUrl {
  if (/^postgres(ql)?:\/\//i.test(url)) return { kind: "postgres", url };
  const file = /^sqlite:(?:\/\/(?=\/))?(.+)$/i.exec(url)?.[1];
  // What follows two slashes would be a host.
  if (file !== undefined && !file.startsWith("//")) return { kind: "sqlite", file };
  throw new StoreOpenError(
    `${redactUrl(url)} is no store URL of SQL: use postgres://user@host/database, sqlite:FILE or sqlite::memory:`,
  );
}

/** The URL as it may be shown: without password, and without any parameter that may hold one. */
export function redactUrl(url: string): string {
  return url
    .replace(/\/\/.*@/, (credentials) => {
      const user = /^\/\/([^:@/]*)/.exec(credentials)?.[1] ?? "";
      return credentials.slice(2, -1).includes(":") ? `//${user}:***@` : `//${user}@`;
    })
    .replaceAll(/([?&][^=&#]*(?:pass|pwd|secret|token|key)[^=&#]*=)[^&#]*/gi, "$1***");
}
