import {
  describeExecutionTraceLogger,
  describeTraceStore,
  type TraceStoreUnderTest,
} from "@waymark/trace-core/testing";

import { openSqlTraceStore } from "../src/index.js";
import { temporaryFolder } from "./support/temporary-folder.js";

const subject: TraceStoreUnderTest = {
  name: "SQLite in a file, written in a thread",
  open: async () => {
    const folder = await temporaryFolder();
    const openOne = () => openSqlTraceStore({ url: folder.sqliteUrl(), threadFrom: 0 });
    return { store: await openOne(), openSecond: openOne, dispose: () => folder.remove() };
  },
};

describeTraceStore(subject);
describeExecutionTraceLogger(subject);
