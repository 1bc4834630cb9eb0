import { createCatalog, DeclaredType, FunctionResource, MappingExecutor } from "@waymark/executor";
import { openSqlTraceStore } from "@waymark/store-sql";
import { freshMongo } from "@waymark/test-databases";
import type { TraceStore } from "@waymark/trace-core";
import { expect, it } from "vitest";

import { openMongoTraceStore } from "../src/index.js";

/** Every third label names two things, every fifth thing has no product, every seventh several. */
const catalog = createCatalog({
  types: ["LABEL", "THING", "PRODUCT"].map((it) => new DeclaredType(it)),
  resources: [
    new FunctionResource({
      name: "things",
      release: "1",
      maps: [
        {
          name: "label",
          sourceType: "LABEL",
          targetType: "THING",
          relation: "names",
          lookUp: (asked) =>
            answers(asked, (n) => (n % 3 === 0 ? [`t${String(n)}`, `u${String(n)}`] : [`t${String(n)}`])),
        },
        {
          name: "product",
          sourceType: "THING",
          targetType: "PRODUCT",
          relation: "product",
          lookUp: (asked) =>
            answers(asked, (n) =>
              Array.from(
                { length: n % 5 === 0 ? 0 : n % 7 === 0 ? 3 : 1 },
                (_, i) => `p${String(n)}.${String(i)}`,
              ),
            ),
        },
      ],
    }),
  ],
  paths: [
    {
      id: "label-to-product",
      steps: [
        { resource: "things", map: "label" },
        { resource: "things", map: "product" },
      ],
    },
  ],
});

function answers(asked: readonly string[], targets: (n: number) => string[]) {
  return { hits: Object.fromEntries(asked.map((id) => [id, targets(Number(id.slice(1)))])) };
}

/** Maps twice with a reproducible clock and ids, and returns everything that the store then contains. */
async function wholeTrace(store: TraceStore): Promise<unknown> {
  let ids = 0;
  let ticks = 0;
  const newId = () => `00000000-0000-7000-8000-${String(ids++).padStart(12, "0")}`;
  const clock = () => new Date(Date.UTC(2026, 0, 1) + ticks++);
  const identifiers = Array.from({ length: 60 }, (_, i) => `l${String(i)}`);
  const sessions: string[] = [];
  for (let run = 0; run < 2; run++) {
    const executor = new MappingExecutor({ catalog, store, clock, newId });
    const { session } = await executor.executeMapping({
      sourceType: "LABEL",
      targetType: "PRODUCT",
      identifiers,
    });
    sessions.push(session.id);
  }
  const trace = [];
  for (const sessionId of sessions) {
    trace.push({
      session: await store.getSession(sessionId),
      pathExecutions: (await store.listPathExecutions({ sessionId })).items,
      provenance: (await store.listProvenance({ sessionId, limit: 1_000 })).items,
      outcomes: (await store.listOutcomes({ sessionId, limit: 1_000 })).items,
      metrics: (await store.listMetrics({ sessionId })).items,
    });
  }
  const mappings = await store.findMappings({
    sourceType: "LABEL",
    targetType: "PRODUCT",
    sourceIds: identifiers,
  });
  return JSON.parse(
    JSON.stringify({ trace, mappings, counts: await store.countRecords() }, (field, value: unknown) =>
      // These are measured, or taken from the store's clock.
      ["durationMs", "heartbeatAt"].includes(field) || isMeasured(value) ? null : value,
    ),
  );
}

function isMeasured(value: unknown): boolean {
  return typeof value === "object" && value !== null && "unit" in value && /ms|\/s/.test(String(value.unit));
}

it("keeps the same trace as SQL, record by record", async () => {
  const { url, drop } = freshMongo();
  const mongo = await openMongoTraceStore({ url });
  const sql = await openSqlTraceStore({ url: "sqlite::memory:" });
  const trace = await wholeTrace(sql);
  expect(trace).toMatchObject({ counts: { sessions: 2, outcomes: 120 } });
  expect(await wholeTrace(mongo)).toEqual(trace);
  await mongo.close();
  await sql.close();
  await drop();
});
