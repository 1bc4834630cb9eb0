import { join } from "node:path";

import { describeTraceStore } from "@waymark/trace-core/testing";

import { openSqlTraceStore } from "../src/index.js";
import { freshPostgres } from "./support/fresh-postgres.js";
import { temporaryFolder } from "./support/temporary-folder.js";

describeTraceStore({
  name: "SQLite in memory",
  open: async () => ({ store: await openSqlTraceStore({ url: "sqlite::memory:" }) }),
});

describeTraceStore({
  name: "SQLite in a file",
  open: async () => {
    const folder = await temporaryFolder();
    const url = `sqlite:${join(folder.path, "trace.db")}`;
    return {
      store: await openSqlTraceStore({ url }),
      openSecond: () => openSqlTraceStore({ url }),
      dispose: folder.remove,
    };
  },
});

describeTraceStore({
  name: "PostgreSQL",
  open: async () => {
    const { url, drop } = await freshPostgres();
    return {
      store: await openSqlTraceStore({ url }),
      openSecond: () => openSqlTraceStore({ url }),
      dispose: drop,
    };
  },
});
