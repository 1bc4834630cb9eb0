import { describe, expect, it } from "vitest";

import { parseStoreUrl } from "./store-url.js";

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
    expect(parseStoreUrl(url)).toEqual({ kind: "postgres", url, schema: undefined });
  });

  it("of a server may name a schema", () => {
    const url = "postgres://u@h/d?sslmode=require&schema=My%20trace";
    expect(parseStoreUrl(url)).toEqual({ kind: "postgres", url, schema: "My trace" });
  });
});
