import { freshPostgres, type FreshPostgres } from "@waymark/test-databases";
import { uuidV7, type Page, type TraceStore } from "@waymark/trace-core";
import { batchOf, sampleRun } from "@waymark/trace-core/testing";
import Database from "libsql";
import pg from "pg";
import { AbstractLogger, DataSource, type DataSourceOptions } from "typeorm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openSqlTraceStore } from "../src/index.js";
import { filledId, fillTables } from "./support/fill-tables.js";
import { temporaryFolder, type TemporaryFolder } from "./support/temporary-folder.js";

const ROWS = 100_000;

interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** Remembers what a DataSource is asked to run. */
class StatementLog extends AbstractLogger {
  statements: Statement[] = [];

  override logQuery(sql: string, parameters: readonly unknown[] = []): void {
    this.statements.push({ sql, parameters });
  }

  protected override writeLog(): void {
    // Only statements count here.
  }
}

interface Filled {
  readonly dataSource: DataSource;
  readonly store: TraceStore;
  readonly log: StatementLog;
}

/** A store with 100,000 rows in every table. */
async function filled(options: DataSourceOptions): Promise<Filled> {
  const log = new StatementLog();
  const dataSource = await new DataSource({ ...options, logger: log }).initialize();
  const store = await openSqlTraceStore({ dataSource });
  await fillTables(dataSource, ROWS);
  return { dataSource, store, log };
}

const TYPES = { sourceType: "A", targetType: "B" };

/** Two pages, since the second one starts from a cursor. */
async function paged<T>(list: (page: { limit: number; cursor?: string }) => Promise<Page<T>>): Promise<T[]> {
  const first = await list({ limit: 10 });
  const second = await list({ limit: 10, cursor: first.nextCursor! });
  return [...first.items, ...second.items];
}

/** Every member of the port that must not scan, and how many records it has to find. */
function members(store: TraceStore): Record<string, [expected: number, call: () => Promise<unknown>]> {
  const sessionId = filledId(7);
  const numbers = Array.from({ length: 1_000 }, (_, i) => 1 + i * 7);
  const ids = numbers.map((it) => `id-${String(it)}`);
  const again = sampleRun(2);
  return {
    getSession: [1, async () => [await store.getSession(sessionId)]],
    listSessions: [20, () => paged((page) => store.listSessions(page))],
    "listSessions by status": [
      20,
      () => paged((page) => store.listSessions({ ...page, status: "completed" })),
    ],
    listPathExecutions: [20, () => paged((page) => store.listPathExecutions({ ...page, sessionId }))],
    listMetrics: [20, () => paged((page) => store.listMetrics({ ...page, sessionId }))],
    listOutcomes: [20, () => paged((page) => store.listOutcomes({ ...page, sessionId }))],
    "listOutcomes by source ids": [
      2,
      async () => (await store.listOutcomes({ sessionId, sourceIds: ["id-6", "id-106", "id-7"] })).items,
    ],
    "listOutcomes of an identifier": [1, async () => (await store.listOutcomes({ sourceId: "id-6" })).items],
    listMappings: [20, () => paged((page) => store.listMappings(page))],
    "listMappings of a source": [1, async () => (await store.listMappings({ sourceId: "id-6" })).items],
    "listMappings of a target": [1, async () => (await store.listMappings({ targetId: "to-6" })).items],
    "listProvenance of mappings": [
      20,
      () => paged((page) => store.listProvenance({ ...page, mappingIds: numbers.map(filledId) })),
    ],
    "listProvenance of a mapping": [
      1,
      async () => (await store.listProvenance({ mappingId: filledId(5) })).items,
    ],
    "listProvenance of a session": [20, () => paged((page) => store.listProvenance({ ...page, sessionId }))],
    "listProvenance of a path execution": [
      1,
      async () => (await store.listProvenance({ pathExecutionId: filledId(5) })).items,
    ],
    getMappings: [1_000, () => store.getMappings(numbers.map(filledId))],
    findMappings: [
      1_000,
      () => store.findMappings({ ...TYPES, sourceIds: ids, maxAgeMs: 1e13, minConfidence: 0.5 }),
    ],
    findReverse: [
      1_000,
      () => store.findReverse({ ...TYPES, targetIds: numbers.map((it) => `to-${String(it)}`) }),
    ],
    findAnswers: [
      1_000,
      () =>
        store.findAnswers({
          ...TYPES,
          sourceIds: ids,
          answerFingerprints: ["fingerprint"],
          since: new Date(0),
        }),
    ],
    heartbeat: [1, async () => [await store.heartbeat(filledId(1_000))]],
    abandonStale: [0, () => store.abandonStale({ staleAfterMs: 1e12 })],
    reopenSession: [1, async () => [await store.reopenSession(uuidV7(), "abandoned").catch(() => "unknown")]],
    write: [1, async () => [await store.write(batchOf(again))]],
    "write again": [1, async () => [await store.write(batchOf(again))]],
    "write what refers to what is there": [
      1,
      async () => [await store.write({ pathExecutions: again.pathExecutions, outcomes: again.outcomes })],
    ],
    deleteSession: [1, async () => [await store.deleteSession(again.session.id)]],
  };
}

/** The scans in the plans of all that the members run, each with its member and statement. */
async function scansOf(
  { store, log }: Filled,
  scans: (statement: Statement) => Promise<string[]> | string[],
): Promise<string[]> {
  const found: string[] = [];
  for (const [name, [expected, call]] of Object.entries(members(store))) {
    log.statements = [];
    expect(await call(), name).toHaveLength(expected);
    const statements = log.statements.filter(({ sql }) => /^\s*(SELECT|UPDATE|DELETE)/.test(sql));
    for (const statement of statements) {
      for (const scan of await scans(statement)) found.push(`${name}: ${scan.trim()} in ${statement.sql}`);
    }
  }
  return found;
}

describe("look-ups on PostgreSQL", () => {
  let database: FreshPostgres;
  let it100k: Filled;

  beforeAll(async () => {
    database = await freshPostgres();
    it100k = await filled({ type: "postgres", url: database.url, driver: pg });
    await it100k.dataSource.query("ANALYZE");
  });

  afterAll(async () => {
    await it100k.store.close();
    await it100k.dataSource.destroy();
    await database.drop();
  });

  it("read no table of 100,000 rows from end to end", async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const scans = await scansOf(it100k, async ({ sql, parameters }) => {
      const { rows } = await client.query<{ "QUERY PLAN": string }>(`EXPLAIN ${sql}`, [...parameters]);
      return rows.map((row) => row["QUERY PLAN"]).filter((line) => line.includes("Seq Scan"));
    });
    await client.end();
    expect(scans).toEqual([]);
  });
});

describe("a foreign key on a path execution", () => {
  it("is looked up by what is unique, also while PostgreSQL knows nothing of the table yet", async () => {
    const database = await freshPostgres();
    const store = await openSqlTraceStore({ url: database.url });
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    // What the server asks for each record that refers to one.
    const { rows } = await client.query<{ "QUERY PLAN": string }>(
      `EXPLAIN (GENERIC_PLAN) SELECT 1 FROM ONLY path_execution x WHERE session_id = $1 AND id = $2 FOR KEY SHARE OF x`,
    );
    await client.end();
    await store.close();
    await database.drop();
    expect(rows.map((row) => row["QUERY PLAN"]).join("\n")).toContain("ux_path_execution_of_session");
  });
});

describe("look-ups on SQLite", () => {
  let folder: TemporaryFolder;
  let it100k: Filled;

  beforeAll(async () => {
    folder = await temporaryFolder();
    const database = folder.sqliteUrl().slice("sqlite:".length);
    it100k = await filled({ type: "better-sqlite3", database, driver: Database, enableWAL: true });
  });

  afterAll(async () => {
    await it100k.store.close();
    await it100k.dataSource.destroy();
    await folder.remove();
  });

  it("read no table of 100,000 rows from end to end", async () => {
    // A handle of its own: an explained write would stay open on the store's.
    const handle = new Database(folder.sqliteUrl().slice("sqlite:".length));
    const scans = await scansOf(it100k, ({ sql, parameters }) => {
      const plan = handle.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { detail: string }[];
      // What else is scanned are the ids that were asked for, and what was found by an index before.
      return plan
        .map((line) => line.detail)
        .filter((line) => /^SCAN (?:\w*_\w*|[a-z])\b(?! VIRTUAL)/.test(line));
    });
    handle.close();
    // How a first page of everything is read: along the index, as far as the page goes.
    const isPage = (scan: string): boolean =>
      scan.startsWith("listSessions: SCAN t USING INDEX ix_session_started") ||
      scan.startsWith("listMappings: SCAN t USING INDEX ix_mapping_source");
    expect(scans.filter((scan) => !isPage(scan))).toEqual([]);
  });
});
