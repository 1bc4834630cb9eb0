import { describe, expect, it } from "vitest";

import { parseStoreUrl, redactUrl } from "./store-url.js";

describe("a store URL", () => {
  it.each([
    ["sqlite:trace.db", "trace.db"],
    ["sqlite:./a/trace.db", "./a/trace.db"],
    ["sqlite:/var/trace.db", "/var/trace.db"],
    ["sqlite:///var/trace.db", "/var/trace.db"],
    ["SQLITE:C:\\trace.db", "C:\\trace.db"],
    ["sqlite::memory:", ":memory:"],
  ])("%s names the file %s", (url, file) => {
    expect(parseStoreUrl(url)).toEqual({ kind: "sqlite", file });
  });

  it.each(["postgres://h/d", "postgresql://u:p@h:5432/d?sslmode=require"])("%s names a server", (url) => {
    expect(parseStoreUrl(url)).toEqual({ kind: "postgres", url });
  });

  it.each([
    ["postgres://user:secret@host:5432/db", "postgres://user:***@host:5432/db"],
    ["postgres://user:se@c:r/e?t#@host/db", "postgres://user:***@host/db"],
    ["postgres://:secret@host/db", "postgres://:***@host/db"],
    ["postgres://user@host/db", "postgres://user@host/db"],
    [
      "postgres://host/db?user=u&password=secret&sslmode=require",
      "postgres://host/db?user=u&password=***&sslmode=require",
    ],
    ["mongodb://u:secret@a,b/db?authToken=secret", "mongodb://u:***@a,b/db?authToken=***"],
    ["sqlite:trace.db", "sqlite:trace.db"],
    ["no url at all", "no url at all"],
  ])("%s is shown as %s", (url, shown) => {
    expect(redactUrl(url)).toBe(shown);
  });
});
