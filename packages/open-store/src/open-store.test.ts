import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";

import { isWaymarkError } from "@waymark/trace-core";
import { expect, it } from "vitest";

import { openStore } from "./open-store.js";

it("opens SQLite in memory", async () => {
  const store = await openStore("sqlite::memory:");
  expect(await store.countRecords()).toMatchObject({ sessions: 0 });
  await store.close();
});

it("resolves the relative path of a file against the given folder", async () => {
  const folder = await mkdtemp(join(tmpdir(), "waymark-open-"));
  try {
    const store = await openStore("sqlite:trace.db", { folder });
    await store.close();
    expect(existsSync(join(folder, "trace.db"))).toBe(true);
  } finally {
    await rm(folder, { recursive: true });
  }
});

it.each([
  ...["", "trace.db", "redis://user:secret@host/0", "sqlite:"],
  ...["postgres:user:secret@host/db", "postgres:/user:secret@host/db", "mongodb:user:secret@host/db"],
])("refuses %j, lists the URLs that it accepts, and shows no password", async (url) => {
  const error: unknown = await openStore(url).catch((it: unknown) => it);
  expect(isWaymarkError(error, "unknown-store-url")).toBe(true);
  expect(String(error)).toContain("sqlite:FILE");
  expect(String(error)).not.toContain("secret");
});

it.each([
  ...["postgres://user:se#cret@127.0.0.1/db", "postgres://user:se/cret@127.0.0.1/db"],
  ...["postgres://user:se%cret@127.0.0.1/db", "postgresql://user:secret@127.0.0.1:99999/db"],
  ...["postgres://user:secret@127.0.0.1:port/db", "mongodb://user:se%cret@127.0.0.1/db"],
  ...["mongodb://user:se/cret@127.0.0.1/db", "mongodb://user:secret@127.0.0.1:99999/db"],
])("says that %j is malformed, and what must be percent-encoded", async (url) => {
  const error: unknown = await openStore(url).catch((it: unknown) => it);
  expect(isWaymarkError(error, "malformed-store-url") && error.message).toMatch(
    /^the store URL \S+\*\*\*@\S+ is malformed: .* percent-encoded/,
  );
  expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/secret|cret@/);
});

it.each(["postgres:user:secret@host/db", "mongodb:user:secret@host/db", "user:secret@host/db"])(
  "shows no password of %j, which lacks the slashes",
  async (url) => {
    const error: unknown = await openStore(url).catch((it: unknown) => it);
    expect(isWaymarkError(error)).toBe(true);
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain("secret");
  },
);

it("refuses a SQLite file on a host", async () => {
  const error: unknown = await openStore("sqlite://host/trace.db").catch((it: unknown) => it);
  expect(isWaymarkError(error, "store-open") && error.message).toContain(
    "use postgres://user@host/database, sqlite:FILE",
  );
});
