import { expect, it } from "vitest";

import { isInMemory, sqliteFile } from "./sqlite-url.js";

it.each([
  ["sqlite:trace.db", "/data/trace.db"],
  ["sqlite:./a/../trace.db", "/data/trace.db"],
  ["SQLITE:/tmp/trace.db", "/tmp/trace.db"],
  ["sqlite:///tmp/trace.db", "/tmp/trace.db"],
  ["sqlite:with space?and#.db", "/data/with space?and#.db"],
])("finds the file of %s", (url, file) => {
  expect(sqliteFile(url, "/data")).toBe(file);
  expect(isInMemory(url)).toBe(false);
});

it.each([
  "sqlite:",
  "sqlite::memory:",
  "sqlite://host/trace.db",
  "postgres://host/sqlite:trace.db",
  "trace.db",
])("finds no file in %s", (url) => {
  expect(sqliteFile(url, "/data")).toBeNull();
});

it("recognises URLs of stores in memory", () => {
  expect(["sqlite::memory:", "SQLite::memory:"].map(isInMemory)).toEqual([true, true]);
});
