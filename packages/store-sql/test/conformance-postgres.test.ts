import { freshPostgres, type FreshPostgres } from "@waymark/test-databases";
import {
  describeExecutionTraceLogger,
  describeTraceStore,
  type TraceStoreUnderTest,
} from "@waymark/trace-core/testing";
import { afterAll, beforeAll } from "vitest";

import { openSqlTraceStore } from "../src/index.js";

let database: FreshPostgres;
let schemas = 0;

beforeAll(async () => {
  database = await freshPostgres();
});
afterAll(() => database.drop());

const subject: TraceStoreUnderTest = {
  name: "PostgreSQL",
  open: async () => {
    // A schema for each test is created faster than a database.
    schemas += 1;
    const schema = `Test ${String(schemas)}`;
    const openOne = () => openSqlTraceStore({ url: database.url, schema, poolSize: 4 });
    return { store: await openOne(), openSecond: openOne };
  },
};

describeTraceStore(subject);
describeExecutionTraceLogger(subject);
