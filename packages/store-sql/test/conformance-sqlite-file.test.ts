import { describeTraceStore } from "@waymark/trace-core/testing";

import { openSqlTraceStore } from "../src/index.js";
import { temporaryFolder } from "./support/temporary-folder.js";

describeTraceStore({
  name: "SQLite in a file",
  open: async () => {
    const folder = await temporaryFolder();
    const openOne = () => openSqlTraceStore({ url: folder.sqliteUrl() });
    return { store: await openOne(), openSecond: openOne, dispose: () => folder.remove() };
  },
});
