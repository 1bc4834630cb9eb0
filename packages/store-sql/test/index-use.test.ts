import { freshPostgres, type FreshPostgres } from "@waymark/test-databases";
import { uuidV7, type Page, type TraceStore } from "@waymark/trace-core";
import { batchOf, sampleRun } from "@waymark/trace-core/testing";
import Database from "libsql";
import pg from "pg";
import { AbstractLogger, DataSource, type DataSourceOptions } from "typeorm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openSqlTraceStore } from "../src/index.js";
import { addCacheServed, filledId, fillTables } from "./support/fill-tables.js";
import { temporaryFolder, type TemporaryFolder } from "./support/temporary-folder.js";

const ROWS = 100_000;

/** Time limit for filling the tables on a busy machine. */
const FILLING_MS = 300_000;

interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** Records the statements that a DataSource runs. */
class StatementLog extends AbstractLogger {
  statements: Statement[] = [];

  override logQuery(sql: string, parameters: readonly unknown[] = []): void {
    this.statements.push({ sql, parameters });
  }

  protected override writeLog(): void {
    // Only statements are recorded.
  }
}

interface Filled {
  readonly dataSource: DataSource;
  readonly store: TraceStore;
  readonly log: StatementLog;
}

/** A store with 100,000 rows in every table, and an identifier that was answered from the cache 1,999 times. */
async function filled(options: DataSourceOptions): Promise<Filled> {
  const log = new StatementLog();
  const dataSource = await new DataSource({ ...options, logger: log }).initialize();
  const store = await openSqlTraceStore({ dataSource });
  await fillTables(dataSource, ROWS);
  await addCacheServed(dataSource, "busy", 2_000);
  return { dataSource, store, log };
}

const TYPES = { sourceType: "A", targetType: "B" };

/** Reads two pages, since only the second starts from a cursor. */
async function paged<T>(list: (page: { limit: number; cursor?: string }) => Promise<Page<T>>): Promise<T[]> {
  const first = await list({ limit: 10 });
  const second = await list({ limit: 10, cursor: first.nextCursor! });
  return [...first.items, ...second.items];
}

/** Every member of the port that must not scan a table, and how many records it must find. */
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
    "listOutcomes from a source id on": [
      20,
      () => paged((page) => store.listOutcomes({ ...page, sessionId, fromSourceId: "id-5" })),
    ],
    "listOutcomes of an identifier": [
      20,
      () => paged((page) => store.listOutcomes({ ...page, sourceId: "busy" })),
    ],
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

/** `id-1` and so on, each of which was answered once. */
function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `id-${String(i + 1)}`);
}

/** The statement with which `findAnswers` looks up outcomes. Every id must have an answer. */
async function answersOf({ store, log }: Filled, sourceIds: readonly string[]): Promise<Statement> {
  log.statements = [];
  const fingerprints = { answerFingerprints: ["fingerprint"], since: new Date(0) };
  const answers = await store.findAnswers({ ...TYPES, sourceIds, ...fingerprints });
  expect(answers).toHaveLength(sourceIds.length);
  return log.statements.find(({ sql }) => sql.includes("identifier_outcome"))!;
}

/** The statement of the second page of all mappings. */
async function laterPage({ store, log }: Filled): Promise<Statement> {
  log.statements = [];
  expect(await paged((page) => store.listMappings(page))).toHaveLength(20);
  return log.statements.findLast(({ sql }) => sql.includes("entity_mapping"))!;
}

/** The scans in the query plans of all members, each with its member and statement. */
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
  }, FILLING_MS);

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

  const planOf = async ({ sql, parameters }: Statement): Promise<string> => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query<{ "QUERY PLAN": string }>(`EXPLAIN ANALYZE ${sql}`, [...parameters]);
    await client.end();
    return rows.map((row) => row["QUERY PLAN"]).join("\n");
  };

  it.each([0, 1, 1_000, 9_999])(
    "find answers of %i ids and a busy one by their index, without reading outcomes served from the cache",
    async (count) => {
      const plan = await planOf(await answersOf(it100k, ["busy", ...numbered(count)]));
      const scans = plan
        .split("\n")
        .filter((line) => /Scan (?:using|on) |Index Cond|Rows Removed/.test(line));
      expect(scans.map((line) => line.trim().replace(/ +\(cost=.*/, ""))).toEqual([
        "->  Function Scan on unnest ids",
        expect.stringContaining("ix_outcome_identifier"),
        expect.stringMatching(/Index Cond: .*source_id = ids.id.*served_from = 'live'/),
      ]);
    },
  );

  it("begin a page of all mappings at the cursor, and sort only rows with equal index keys", async () => {
    const plan = await planOf(await laterPage(it100k));
    expect(plan).toMatch(/Incremental Sort[^]*using ix_mapping_source[^]*Index Cond/);
  });
});

describe("a foreign key on a path execution", () => {
  it("is checked with the unique index, even while PostgreSQL has no statistics of the table", async () => {
    const database = await freshPostgres();
    const store = await openSqlTraceStore({ url: database.url });
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    // The query that the server runs for each record that refers to a path execution.
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
  }, FILLING_MS);

  afterAll(async () => {
    await it100k.store.close();
    await it100k.dataSource.destroy();
    await folder.remove();
  });

  it("read no table of 100,000 rows from end to end", async () => {
    // A separate handle, since an explained write would stay open on the store's.
    const handle = new Database(folder.sqliteUrl().slice("sqlite:".length));
    const scans = await scansOf(it100k, ({ sql, parameters }) => {
      const plan = handle.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { detail: string }[];
      // Other scans are of the ids in the query, or of rows found by an index before.
      return plan
        .map((line) => line.detail)
        .filter((line) => /^SCAN (?:\w*_\w*|[a-z])\b(?! VIRTUAL)/.test(line));
    });
    handle.close();
    // A first page of everything is read along the index, only as far as the page goes.
    const isPage = (scan: string): boolean =>
      scan.startsWith("listSessions: SCAN t USING INDEX ix_session_started") ||
      scan.startsWith("listMappings: SCAN t USING INDEX ix_mapping_source");
    expect(scans.filter((scan) => !isPage(scan))).toEqual([]);
  });

  const explained = <T>({ sql, parameters }: Statement, how: string): T[] => {
    const handle = new Database(folder.sqliteUrl().slice("sqlite:".length));
    const rows = handle.prepare(`${how} ${sql}`).all(...parameters) as T[];
    handle.close();
    return rows;
  };

  it("find answers by their index, without reading outcomes served from the cache", async () => {
    const plan = explained<{ detail: string }>(await answersOf(it100k, ["busy"]), "EXPLAIN QUERY PLAN");
    expect(plan.map((it) => it.detail)).toContain(
      "SEARCH t USING INDEX ix_outcome_identifier (source_id=? AND served_from=? AND source_type=? AND target_type=?)",
    );
  });

  it("begin a page of all mappings at the cursor", async () => {
    const [scan] = explained<{ detail: string }>(await laterPage(it100k), "EXPLAIN QUERY PLAN");
    expect(scan?.detail).toMatch(/^SEARCH t USING INDEX ix_mapping_source \(\(source_id,/);
  });
});
