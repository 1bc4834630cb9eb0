import { access, chmod, copyFile, mkdir, readdir, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join, relative } from "node:path";
import { inspect } from "node:util";

import { freshPostgres, type FreshPostgres } from "@waymark/test-databases";
import { isWaymarkError } from "@waymark/trace-core";
import { batchOf, sampleRun, sampleSession } from "@waymark/trace-core/testing";
import Database from "libsql";
import pg from "pg";
import { DataSource } from "typeorm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { temporaryFolder, type TemporaryFolder } from "../test/support/temporary-folder.js";
import type { OpenByUrlOptions } from "./open-options.js";
import { openSqlTraceStore } from "./open-sql-trace-store.js";

async function refusal(url: string, options: Omit<OpenByUrlOptions, "url"> = {}): Promise<Error> {
  const store = await openSqlTraceStore({ url, ...options }).catch((error: unknown) => error as Error);
  if (!(store instanceof Error)) {
    await store.close();
    throw new Error(`${url} was opened`);
  }
  return store;
}

describe("opening a SQLite file", () => {
  let folder: TemporaryFolder;

  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => folder.remove());

  it("creates the file and its folders", async () => {
    const url = folder.sqliteUrl("a/b/trace.db");
    const session = sampleSession();
    const first = await openSqlTraceStore({ url });
    await first.write({ sessionStarts: [session] });
    await first.close();
    const second = await openSqlTraceStore({ url, migrate: "check" });
    expect(await second.getSession(session.id)).toEqual(session);
    await second.close();
  });

  it("resolves a relative path against the working directory", async () => {
    const file = join(folder.path, "trace.db");
    const store = await openSqlTraceStore({ url: `sqlite:${relative(process.cwd(), file)}` });
    await store.close();
    await expect(access(file)).resolves.toBeUndefined();
  });

  it("puts the file into WAL mode, so that acknowledged writes are durable", async () => {
    const store = await openSqlTraceStore({ url: folder.sqliteUrl() });
    const file = new Database(join(folder.path, "trace.db"));
    expect(file.pragma("journal_mode")).toEqual([{ journal_mode: "wal" }]);
    file.close();
    await store.close();
  });

  it("leaves a file that is complete on its own when it is closed", async () => {
    for (const threadFrom of [0, Infinity]) {
      const name = `trace-${String(threadFrom)}.db`;
      const store = await openSqlTraceStore({ url: folder.sqliteUrl(name), threadFrom });
      await store.write(batchOf(sampleRun(50)));
      await store.close();
      await copyFile(join(folder.path, name), join(folder.path, "copy.db"));
      const copy = await openSqlTraceStore({ url: folder.sqliteUrl("copy.db"), migrate: "check" });
      expect(await copy.countRecords()).toMatchObject({ mappings: 50, outcomes: 50 });
      await copy.close();
    }
  });

  it("creates nothing with migrate: check if there is no file", async () => {
    const error = await refusal(folder.sqliteUrl("a/trace.db"), { migrate: "check" });
    expect(isWaymarkError(error, "store-open")).toBe(true);
    expect(error.message).toContain("does not exist");
    expect(await readdir(folder.path)).toEqual([]);
  });

  it("refuses a file that is not a database", async () => {
    await writeFile(
      join(folder.path, "text.txt"),
      "This is a text, and long enough to be read as a header. ".repeat(100),
    );
    const error = await refusal(folder.sqliteUrl("text.txt"));
    expect(isWaymarkError(error, "store-open")).toBe(true);
    expect(error.message).toBe(
      `Cannot open the trace store ${join(folder.path, "text.txt")}: The file is not a database`,
    );
  });

  it("refuses a folder", async () => {
    await mkdir(join(folder.path, "folder"));
    const error = await refusal(folder.sqliteUrl("folder"));
    expect(isWaymarkError(error, "store-open")).toBe(true);
    expect(error.message).toContain("may be a folder");
  });

  it("refuses a path through a file", async () => {
    await writeFile(join(folder.path, "file"), "");
    const error = await refusal(folder.sqliteUrl("file/trace.db"));
    expect(isWaymarkError(error, "store-open")).toBe(true);
    expect(error.message).toContain("Part of its path is not a folder");
  });

  it.skipIf(process.getuid?.() === 0)("refuses a folder without write permission", async () => {
    await chmod(folder.path, 0o500);
    const error = await refusal(folder.sqliteUrl());
    await chmod(folder.path, 0o700);
    expect(isWaymarkError(error, "store-open")).toBe(true);
    expect(error.message).toContain("may not be written");
  });

  it.each([
    "",
    "mysql://u:secret@h/d",
    "sqlite:",
    "sqlite:nul\0.db",
    "sqlite://host/file.db",
    "trace.db",
    "postgres:nothing",
  ])("refuses %j, and shows what a URL looks like", async (url) => {
    const error = await refusal(url);
    expect(isWaymarkError(error, "store-open")).toBe(true);
    expect(error.message).toContain("sqlite:FILE");
    expect(inspect(error, { depth: 10 })).not.toContain("secret");
  });
});

describe("options", () => {
  it.each<[message: RegExp, options: unknown]>([
    [/url must be a string/, undefined],
    [/url must be a string/, {}],
    [/url must be a string, not number/, { url: 5 }],
    [/url must be a string, not object$/, { url: new URL("postgres://u:secret@h/d") }],
    [/dataSource must be a DataSource/, { dataSource: {} }],
    [/migrate must be "auto" or "check"/, { url: "sqlite::memory:", migrate: "chek" }],
    [/schema applies to PostgreSQL only/, { url: "sqlite::memory:", schema: "trace" }],
    [/schema must be a name .* at most 63 bytes/, { url: "postgres://h/d", schema: "é".repeat(32) }],
    [/schema must be a name/, { url: "postgres://h/d", schema: 'a"b' }],
    [/migrationsTable must be a name/, { url: "sqlite::memory:", migrationsTable: "a.b" }],
    [/retryTimeMs must be .* not NaN/, { url: "sqlite::memory:", retryTimeMs: NaN }],
    [/maxAttempts must be .* of at least 1, not 0/, { url: "sqlite::memory:", maxAttempts: 0 }],
    [/threadFrom must be .* of at least 0, not -1/, { url: "sqlite::memory:", threadFrom: -1 }],
    [/poolSize must be .* not '5'/, { url: "postgres://h/d", poolSize: "5" }],
  ])("that make no sense are refused by name: %s", async (message, options) => {
    const opening = openSqlTraceStore(options as OpenByUrlOptions);
    await expect(opening).rejects.toMatchObject({ code: "store-open" });
    await expect(opening).rejects.toThrow(message);
  });
});

describe("opening PostgreSQL", () => {
  let database: FreshPostgres;

  beforeEach(async () => {
    database = await freshPostgres();
  });
  afterEach(() => database.drop());

  it("passes on the parameters of the URL to the connection", async () => {
    const url = new URL(database.url);
    url.protocol = "postgresql:";
    url.searchParams.set("application_name", "my-app");
    const store = await openSqlTraceStore({ url: url.href, statementTimeoutMs: 4321 });
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query("SELECT 1 FROM pg_stat_activity WHERE application_name = 'my-app'");
    await client.end();
    await store.close();
    expect(rows.length).toBeGreaterThan(0);
  });

  it("keeps stores in different schemas of one database separate", async () => {
    const session = sampleSession();
    const [first, second, third] = [
      await openSqlTraceStore({ url: database.url }),
      await openSqlTraceStore({ url: database.url, schema: "second" }),
      await openSqlTraceStore({ url: `${database.url}?schema=Odd%20schema` }),
    ];
    await second.write({ sessionStarts: [session] });
    expect(await first.getSession(session.id)).toBeUndefined();
    expect(await second.getSession(session.id)).toEqual(session);
    expect(await third.countRecords()).toMatchObject({ sessions: 0 });
    for (const store of [first, second, third]) await store.close();
  });

  it("keeps a store in its own schema on a borrowed DataSource without that schema", async () => {
    const inPublic = await openSqlTraceStore({ url: database.url });
    const dataSource = await new DataSource({ type: "postgres", url: database.url, driver: pg }).initialize();
    const session = sampleSession();
    for (let i = 0; i < 2; i++) {
      const store = await openSqlTraceStore({ dataSource, schema: "own", migrationsTable: "own_migrations" });
      await store.write({ sessionStarts: [session] });
      expect(await store.countRecords()).toMatchObject({ sessions: 1 });
      await store.close();
    }
    const inOther = await openSqlTraceStore({ dataSource, schema: "other" });
    expect(await inOther.countRecords()).toMatchObject({ sessions: 0 });
    expect(await inPublic.countRecords()).toMatchObject({ sessions: 0 });
    await dataSource.destroy();
    await inPublic.close();
  });

  it.each(["pg.odd", "a%22b", ""])("refuses %j as a schema in the URL", async (schema) => {
    const call = openSqlTraceStore({ url: `${database.url}?schema=${schema}` });
    await expect(call).rejects.toMatchObject({ code: "store-open" });
  });

  it("waits until a server with too many connections accepts another one", async () => {
    const role = `one_${new URL(database.url).pathname.slice(1)}`;
    const admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'one' CONNECTION LIMIT 1`);
    const url = new URL(database.url);
    [url.username, url.password] = [role, "one"];
    const holder = new pg.Client({ connectionString: url.href });
    await holder.connect();
    const tries = vi.spyOn(DataSource.prototype, "initialize");
    try {
      await (await openSqlTraceStore({ url: database.url })).close();
      await admin.query(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}`);
      tries.mockClear();
      const opening = openSqlTraceStore({ url: url.href });
      await vi.waitUntil(() => tries.mock.calls.length > 2, { timeout: 10_000 });
      await holder.end();
      const store = await opening;
      expect(await store.countRecords()).toMatchObject({ sessions: 0 });
      await store.close();
    } finally {
      tries.mockRestore();
      await admin.query(`DROP OWNED BY ${role}`);
      await admin.query(`DROP ROLE ${role}`);
      await admin.end();
    }
  });

  it("names the table that the login may not read, and does not call the schema old", async () => {
    const role = `poor_${new URL(database.url).pathname.slice(1)}`;
    const admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'poor'`);
    const url = new URL(database.url);
    [url.username, url.password] = [role, "poor"];
    try {
      await (await openSqlTraceStore({ url: database.url })).close();
      const error = await refusal(url.href, { migrate: "check" });
      expect(error.message).toContain("permission denied for table waymark_migrations");
    } finally {
      await admin.query(`DROP ROLE ${role}`);
      await admin.end();
    }
  });

  it("refuses to create tables in an encoding that lacks characters", async () => {
    const latin = await freshPostgres("TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'");
    try {
      const error = await refusal(latin.url);
      expect(error).toMatchObject({ code: "store-open", details: { encoding: "LATIN1" } });
      expect(error.message).toContain("ENCODING 'UTF8'");
    } finally {
      await latin.drop();
    }
  });

  it("reads exact instants even if the server cuts off digits of numbers", async () => {
    const admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    await admin.query(
      `ALTER DATABASE "${new URL(database.url).pathname.slice(1)}" SET extra_float_digits = -15`,
    );
    await admin.end();
    const session = sampleSession();
    const store = await openSqlTraceStore({ url: database.url });
    await store.write({ sessionStarts: [session] });
    expect(await store.getSession(session.id)).toEqual(session);
    await store.close();
  });

  it.each(['a"b', "a.b", ""])("refuses %j as the name of a schema", async (schema) => {
    const call = openSqlTraceStore({ url: database.url, schema });
    await expect(call).rejects.toMatchObject({ code: "store-open" });
  });

  it.each([
    ["a wrong password", (url: URL) => (url.password = "wrong-secret"), "password"],
    ["an unknown user", (url: URL) => (url.username = "nobody"), "password"],
    ["an unknown database", (url: URL) => (url.pathname = "/nothing"), "database does not exist"],
    ["a port where nothing answers", (url: URL) => (url.port = "1"), "Nothing answers"],
    ["an unknown host", (url: URL) => (url.hostname = "host.invalid"), "host is unknown"],
    [
      "TLS that the server does not offer",
      (url: URL) => url.searchParams.set("sslmode", "verify-full"),
      "TLS",
    ],
    [
      "a missing CA file",
      (url: URL) => url.searchParams.set("sslrootcert", "/no/such/file"),
      "does not exist",
    ],
    [
      "a password in a parameter",
      (url: URL) => (url.search = "?password=wrong-secret&sslpassword=wrong-secret"),
      "",
    ],
  ])("says what is wrong with %s without showing the password", async (_what, spoil, message) => {
    const url = new URL(database.url);
    spoil(url);
    const error = await refusal(url.href);
    expect(isWaymarkError(error, "store-open")).toBe(true);
    expect(error.message).toContain(message);
    expect(inspect(error, { depth: 10, showHidden: true })).not.toMatch(/s3cret|wrong-secret/);
  });

  it.each([
    "postgres://u:wrong-secret@ho st/d",
    "postgres://u:wrong-secret@h:port/d",
    "postgres://u:%zz-wrong-secret@h/d",
  ])("refuses the broken URL %j without showing its password", async (url) => {
    const error = await refusal(url);
    expect(isWaymarkError(error, "store-open")).toBe(true);
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain("wrong-secret");
  });

  it("gives up on a server that does not answer", async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as AddressInfo;
    const error = await refusal(`postgres://u:wrong-secret@127.0.0.1:${String(port)}/d`, {
      connectTimeoutMs: 100,
    });
    silent.close();
    expect(error.message).toContain("in time");
  });
});

describe("closing", () => {
  it("closes a connection that the store owns", async () => {
    const store = await openSqlTraceStore({ url: "sqlite::memory:" });
    expect(store.ownsConnection).toBe(true);
    await Promise.all([store.close(), store.close()]);
    await expect(store.countRecords()).rejects.toMatchObject({ code: "store-closed" });
  });

  it("leaves a borrowed DataSource open", async () => {
    const dataSource = new DataSource({ type: "better-sqlite3", database: ":memory:", driver: Database });
    await dataSource.initialize();
    const store = await openSqlTraceStore({ dataSource });
    expect(store.ownsConnection).toBe(false);
    await store.close();
    await expect(store.countRecords()).rejects.toMatchObject({ code: "store-closed" });
    expect(await dataSource.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await dataSource.destroy();
  });

  it("lets several stores share the single connection of a DataSource without mixing their units of work", async () => {
    const dataSource = new DataSource({ type: "better-sqlite3", database: ":memory:", driver: Database });
    await dataSource.initialize();
    const stores = await Promise.all([1, 2, 3].map(() => openSqlTraceStore({ dataSource })));
    await Promise.all(
      stores.flatMap((store) =>
        Array.from({ length: 10 }, () => store.write({ sessionStarts: [sampleSession()] })),
      ),
    );
    expect(await stores[0]!.countRecords()).toMatchObject({ sessions: 30 });
    await dataSource.destroy();
  });

  it("refuses a DataSource that is not initialised, or of an unsupported database", async () => {
    const idle = new DataSource({ type: "better-sqlite3", database: ":memory:", driver: Database });
    await expect(openSqlTraceStore({ dataSource: idle })).rejects.toMatchObject({ code: "store-open" });
    const other = { options: { type: "mysql" } } as DataSource;
    await expect(openSqlTraceStore({ dataSource: other })).rejects.toMatchObject({ code: "store-open" });
  });
});
