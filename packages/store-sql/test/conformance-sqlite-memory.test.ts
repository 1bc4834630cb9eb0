import { describeTraceStore } from "@waymark/trace-core/testing";

import { openSqlTraceStore } from "../src/index.js";

describeTraceStore({
  name: "SQLite in memory",
  open: async () => ({ store: await openSqlTraceStore({ url: "sqlite::memory:" }) }),
});
