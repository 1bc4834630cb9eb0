import { openSqlTraceStore } from "@waymark/store-sql";
import { ExecutionTraceLogger } from "@waymark/trace-core";

import { GeneTrace } from "../data/gene-trace.js";
import type { Benchmark } from "../support/benchmark.js";
import { compare } from "../support/compare.js";
import { logBatches } from "../support/log-batches.js";
import { openBare, SqliteFiles } from "../support/sqlite-files.js";

export const sqliteOpen: Benchmark = {
  name: "sqlite-open",
  measure:
    "openSqlTraceStore on an existing file, compared with opening a bare connection with the same settings",
  unit: "opens/s",
  target: 0.2,
  rounds: 41,
  async run(context) {
    const files = await SqliteFiles.make();
    try {
      const file = await files.traceFile();
      const url = `sqlite:${file}`;
      const store = await openSqlTraceStore({ url });
      const logger = new ExecutionTraceLogger(store);
      const trace = new GeneTrace({ count: context.scaled(10_000) });
      await trace.begin(logger);
      await logBatches(logger, trace.batches());
      await store.close();
      const rounds = await compare(context, {
        ours: async () => {
          let opened: { close(): Promise<void> } | undefined;
          return {
            run: async () => {
              opened = await openSqlTraceStore({ url });
              return 1;
            },
            dispose: async () => opened?.close(),
          };
        },
        reference: async () => {
          let opened: { close(): unknown } | undefined;
          return {
            run: async () => {
              opened = openBare(file);
              return 1;
            },
            dispose: async () => void opened?.close(),
          };
        },
      });
      return { rounds };
    } finally {
      await files.dispose();
    }
  },
};
