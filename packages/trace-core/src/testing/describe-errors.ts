import { describe, expect, it } from "vitest";

import { uuidV7 } from "../identity/id-source.js";
import type { TraceBatch } from "../records/trace-batch.js";
import {
  batchOf,
  sampleMapping,
  sampleMetric,
  sampleOutcome,
  samplePathExecution,
  sampleProvenance,
  sampleRun,
  sampleSession,
} from "./sample-records.js";
import { failure, NO_RECORDS, openedForEachTest, type TraceStoreUnderTest } from "./store-under-test.js";

const LONE_SURROGATE = "\uD83D";

const RESOURCE = {
  name: "b",
  release: null,
  contentHash: null,
  title: null,
  homepage: null,
  license: null,
  citation: null,
};

/** A session that can consult these resources. */
function consulting(...resources: object[]): TraceBatch {
  return { sessionStarts: [sampleSession({ resources: resources as (typeof RESOURCE)[] })] };
}

/** Batches that every store must refuse, with the reason and the wrong field. */
function invalidBatches(): [name: string, batch: TraceBatch, field: string][] {
  const session = sampleSession();
  const mapping = sampleMapping();
  const { confidence: _confidence, ...incomplete } = mapping;
  const outcome = sampleOutcome(session.id, [mapping]);
  return [
    ["an empty identifier", { mappings: [sampleMapping({ sourceId: "" })] }, "sourceId"],
    ["an identifier of 513 bytes", { mappings: [sampleMapping({ sourceId: "x".repeat(513) })] }, "sourceId"],
    [
      "an identifier of 513 bytes in fewer characters",
      { mappings: [sampleMapping({ targetId: "é".repeat(257) })] },
      "targetId",
    ],
    ["NUL in an identifier", { mappings: [sampleMapping({ targetId: "a\0b" })] }, "targetId"],
    [
      "a lone surrogate in an identifier",
      { mappings: [sampleMapping({ sourceId: LONE_SURROGATE })] },
      "sourceId",
    ],
    [
      "a lone surrogate in JSON",
      { mappings: [sampleMapping({ metadata: { a: [LONE_SURROGATE] } })] },
      "metadata.a[0]",
    ],
    ["NUL in a key of JSON", { mappings: [sampleMapping({ metadata: { "a\0": 1 } })] }, "metadata (a key)"],
    ["NaN in JSON", { mappings: [sampleMapping({ metadata: { a: Number.NaN } })] }, "metadata.a"],
    [
      "a raw id with NUL",
      { sessionStarts: [session], outcomes: [{ ...outcome, rawIds: ["\0"] }] },
      "rawIds[0]",
    ],
    ["a confidence above 1", { mappings: [sampleMapping({ confidence: 1.0001 })] }, "confidence"],
    ["a confidence of NaN", { mappings: [sampleMapping({ confidence: Number.NaN })] }, "confidence"],
    ["a missing field", { mappings: [incomplete as typeof mapping] }, "confidence"],
    ["an unknown field", { mappings: [{ ...mapping, colour: "red" } as typeof mapping] }, "colour"],
    ["an id that is not derived from the key", { mappings: [{ ...mapping, id: uuidV7() }] }, "id"],
    ["an invalid date", { mappings: [sampleMapping({ lastSeenAt: new Date(Number.NaN) })] }, "lastSeenAt"],
    [
      "a string instead of a date",
      { mappings: [sampleMapping({ observedAt: "2026" as unknown as Date })] },
      "observedAt",
    ],
    [
      "a metric that is not finite",
      { metrics: [sampleMetric(session.id, { value: Number.POSITIVE_INFINITY })] },
      "value",
    ],
    [
      "an end before the start",
      { pathExecutions: [samplePathExecution(session.id, { endedAt: new Date(0) })] },
      "endedAt",
    ],
    [
      "a session that starts with a terminal status",
      { sessionStarts: [sampleSession({ status: "completed" })] },
      "status",
    ],
    ["two resources with the same name", consulting(RESOURCE, RESOURCE), "resources[1].name"],
    ["resources out of order", consulting(RESOURCE, { ...RESOURCE, name: "a" }), "resources[1].name"],
    ["an unknown field of a resource", consulting({ ...RESOURCE, url: "" }), "resources[0].url"],
    [
      "an invalid content hash of a resource",
      consulting({ ...RESOURCE, contentHash: "" }),
      "resources[0].contentHash",
    ],
    [
      "more resources than a session may list",
      consulting(
        ...Array.from({ length: 1_001 }, (_, i) => ({ ...RESOURCE, name: String(i).padStart(4, "0") })),
      ),
      "resources",
    ],
    [
      "an outcome that contradicts its targets",
      { outcomes: [{ ...outcome, outcome: "not_found" }] },
      "targetCount",
    ],
    [
      "a provisional answer with a fingerprint",
      { outcomes: [{ ...outcome, isProvisional: true }] },
      "answerFingerprint",
    ],
    ["an unknown kind of record", { colours: [] } as TraceBatch, "colours"],
  ];
}

export function describeErrors(subject: TraceStoreUnderTest): void {
  describe("errors", () => {
    const context = openedForEachTest(subject);

    it.each(invalidBatches())("refuses %s, and names the field", async (_name, batch, field) => {
      const error = await failure(context.store.write(batch), "invalid-trace-record");
      expect(error.details).toMatchObject({ field });
      // The shown value must be safe to store and print anywhere.
      const { value } = error.details;
      if (typeof value === "string") expect(value).not.toMatch(/\0|\p{Surrogate}/u);
      expect(await context.store.countRecords()).toEqual(NO_RECORDS);
    });

    it("lists every reference to a missing record", async () => {
      const { store } = context;
      const run = sampleRun(2);
      const nobody = sampleSession();
      const lonely = samplePathExecution(nobody.id);
      const metric = sampleMetric(run.session.id, { pathExecutionId: lonely.id });
      const [first, second] = run.provenance;
      const outcome = sampleOutcome(nobody.id);
      await store.write({ sessionStarts: [run.session], mappings: run.mappings });
      const error = await failure(
        store.write({
          pathExecutions: [lonely],
          provenance: run.provenance,
          outcomes: [outcome],
          metrics: [metric],
        }),
        "unknown-reference",
      );
      const { references } = error.details as unknown as { references: Record<string, string>[] };
      expect(
        new Set(
          references.map((it) => `${it.kind ?? ""} ${it.record ?? ""} ${it.field ?? ""} ${it.id ?? ""}`),
        ),
      ).toEqual(
        new Set([
          `pathExecutions ${lonely.id} sessionId ${nobody.id}`,
          `provenance ${first?.id ?? ""} pathExecutionId ${run.execution.id}`,
          `provenance ${second?.id ?? ""} pathExecutionId ${run.execution.id}`,
          `outcomes ${outcome.sourceId} sessionId ${nobody.id}`,
          // In the same batch, but of another session.
          `metrics ${metric.id} pathExecutionId ${lonely.id}`,
        ]),
      );
    });

    it("refuses provenance and outcomes of a mapping that does not exist", async () => {
      const { store } = context;
      const run = sampleRun(1);
      const { mappings: _mappings, ...rest } = batchOf(run);
      const error = await failure(store.write(rest), "unknown-reference");
      const { references } = error.details as unknown as { references: { field: string }[] };
      expect(references.map((it) => it.field).sort()).toEqual(["mappingId", "targets[0].mappingId"]);
    });

    it("refuses provenance whose path execution belongs to another session", async () => {
      const { store } = context;
      const session = sampleSession();
      const run = sampleRun(1);
      await store.write({ ...batchOf(run), sessionStarts: [run.session, session] });
      const [mapping] = run.mappings;
      if (mapping === undefined) throw new Error("the run has a mapping");
      const stray = sampleProvenance(mapping, run.execution, { sessionId: session.id });
      await store.write({ pathExecutions: [samplePathExecution(session.id)] });
      const hop = stray.hops[0];
      const provenance = sampleProvenance(mapping, run.execution, {
        sessionId: session.id,
        hops: hop === undefined ? [] : [{ ...hop, resource: "another" }],
      });
      await failure(store.write({ provenance: [provenance] }), "unknown-reference");
    });

    it("refuses an outcome that names an unknown session as answeredBy", async () => {
      const { store } = context;
      const session = sampleSession();
      const outcome = sampleOutcome(session.id, [], { servedFrom: "cache", answeredBy: uuidV7() });
      await failure(store.write({ sessionStarts: [session], outcomes: [outcome] }), "unknown-reference");
    });
  });
}
