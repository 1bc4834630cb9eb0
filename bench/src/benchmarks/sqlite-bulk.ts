import { openSqlTraceStore } from "@waymark/store-sql";
import { ExecutionTraceLogger } from "@waymark/trace-core";

import { GeneTrace } from "../data/gene-trace.js";
import type { Benchmark } from "../support/benchmark.js";
import { checkCount } from "../support/bulk-sides.js";
import { compare, type Side } from "../support/compare.js";
import { logBatches } from "../support/log-batches.js";
import {
  openBare,
  prepareInsert,
  readTables,
  SqliteFiles,
  type SqliteRows,
} from "../support/sqlite-files.js";

interface CapturedFile {
  /** Rows that have to exist before the batches. */
  readonly before: readonly SqliteRows[];
  readonly batches: readonly (readonly SqliteRows[])[];
}

export const sqliteBulk: Benchmark = {
  name: "sqlite-bulk",
  measure:
    "logEntityMappings on an SQLite file, compared with one prepared INSERT per row and one transaction per batch",
  unit: "mappings/s",
  target: 0.7,
  rounds: 5,
  async run(context) {
    const files = await SqliteFiles.make();
    try {
      const trace = new GeneTrace({ count: context.scaled(50_000) });
      const captured = await capture(files, trace);
      const rounds = await compare(context, {
        ours: loggingSide(files, trace),
        reference: insertingSide(files, captured, trace.count),
      });
      return { rounds };
    } finally {
      await files.dispose();
    }
  },
};

/** Captures what our own store writes for each batch. */
async function capture(files: SqliteFiles, trace: GeneTrace): Promise<CapturedFile> {
  const file = await files.traceFile();
  const store = await openSqlTraceStore({ url: `sqlite:${file}` });
  const database = openBare(file);
  try {
    const logger = new ExecutionTraceLogger(store);
    await trace.begin(logger);
    const before = readTables(database);
    const known = new Set(before.map((it) => it.table));
    const batches: SqliteRows[][] = [];
    for (const { mappings, provenance } of trace.batches()) {
      await logger.logEntityMappings(mappings, provenance);
      const batch = readTables(database).filter((it) => !known.has(it.table));
      for (const { table } of [...batch].reverse()) database.exec(`DELETE FROM "${table}"`);
      batches.push(batch);
    }
    return { before, batches };
  } finally {
    database.close();
    await store.close();
  }
}

function loggingSide(files: SqliteFiles, trace: GeneTrace): Side {
  const batches = [...trace.batches()];
  return async () => {
    const file = await files.traceFile();
    const store = await openSqlTraceStore({ url: `sqlite:${file}` });
    const logger = new ExecutionTraceLogger(store);
    await trace.begin(logger);
    return {
      run: async () => {
        await logBatches(logger, batches);
        return trace.count;
      },
      dispose: async () => {
        const { mappings, provenance } = await store.countRecords();
        await logger.close();
        await store.close();
        await files.remove(file);
        checkCount("mappings", mappings, trace.count);
        checkCount("provenance", provenance, trace.count);
      },
    };
  };
}

function insertingSide(files: SqliteFiles, { before, batches }: CapturedFile, count: number): Side {
  return async () => {
    const file = await files.traceFile();
    const database = openBare(file);
    const tables = new Set([...before, ...batches.flat()].map((it) => it.table));
    const inserts = new Map([...tables].map((it) => [it, prepareInsert(database, it)]));
    const insert = (batch: readonly SqliteRows[]): void => {
      database.exec("BEGIN IMMEDIATE");
      for (const { table, rows } of batch) {
        const statement = inserts.get(table);
        for (const row of rows) statement?.run(row);
      }
      database.exec("COMMIT");
    };
    insert(before);
    return {
      run: async () => {
        for (const batch of batches) insert(batch);
        return count;
      },
      dispose: async () => {
        const written = readTables(database).filter((it) => !before.some((was) => was.table === it.table));
        database.close();
        await files.remove(file);
        for (const { table, rows } of written) checkCount(`rows of ${table}`, rows.length, count);
      },
    };
  };
}
