import { CacheRetrievalError, type StoreInspection } from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { expect, it } from "vitest";

import { lostTables } from "../src/commands/lost-tables.js";
import { checkInspection } from "../src/views/doctor-checks.js";

const INSPECTION: StoreInspection = {
  product: "SQLite",
  version: null,
  schema: { applied: ["CreateTrace"], pending: [] },
  indexes: [
    { name: "ix_metric_session", of: "execution_metric", state: "missing" },
    { name: "ix_mapping_source", of: "entity_mapping", state: "ready" },
    { name: "ix_mapping_target", of: "entity_mapping", state: "missing" },
  ],
  latencyMs: 0,
  clockOffsetMs: 0,
  sizeBytes: null,
};

const without = {
  countRecords: () => Promise.reject(new CacheRetrievalError("A table is missing", { attempts: 1 })),
};

it("distinguishes a missing table from one that lacks its indexes", async () => {
  expect(await lostTables(without, INSPECTION)).toEqual(["execution_metric"]);
  expect(await lostTables(new InMemoryTraceStore(), INSPECTION)).toEqual([]);
  expect(await lostTables(without, { ...INSPECTION, indexes: INSPECTION.indexes.slice(1) })).toEqual([]);
});

it("reports a missing table as a schema problem, and slow look-ups only for the other tables", () => {
  const [schema, indexes] = checkInspection(INSPECTION, ["execution_metric"]);
  expect(schema).toMatchObject({ name: "schema", status: "fail" });
  expect(schema?.message).toBe("a whole table is missing, with all records in it: execution_metric");
  expect(indexes?.message).toBe("entity_mapping.ix_mapping_target is missing");
  const rest = { ...INSPECTION, indexes: INSPECTION.indexes.slice(0, 2) };
  expect(checkInspection(rest, ["execution_metric"])[1]).toMatchObject({
    status: "ok",
    message: "all of the other tables exist",
  });
});
