import { isWaymarkError, type TraceStore } from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { expect, it } from "vitest";

import { runExecutor } from "../../test/support/executor-run.js";
import { batchOf, sampleTrace, textOf } from "../../test/support/sample-trace.js";
import { openLineageFormat } from "./openlineage-format.js";
import type { OpenLineageOptions } from "./openlineage-options.js";
import type { RunEvent } from "./run-events.js";

async function eventsOf(store: TraceStore, options: OpenLineageOptions = {}): Promise<RunEvent[]> {
  const text = await textOf(openLineageFormat.write(store, {}, options));
  return text
    .split("\n")
    .filter((it) => it !== "")
    .map((it) => JSON.parse(it) as RunEvent);
}

it("writes the start and the end of a run and of its path executions, with their parents", async () => {
  const store = new InMemoryTraceStore();
  const session = await runExecutor(store);
  const events = await eventsOf(store);
  expect(events.map((it) => [it.eventType, it.job.name])).toEqual([
    ["START", "HGNC_SYMBOL_to_UNIPROTKB_AC"],
    ["START", expect.stringMatching(/^HGNC_SYMBOL_to_UNIPROTKB_AC\../)],
    ["COMPLETE", expect.stringMatching(/^HGNC_SYMBOL_to_UNIPROTKB_AC\../)],
    ["COMPLETE", "HGNC_SYMBOL_to_UNIPROTKB_AC"],
  ]);
  const [start, inner, , end] = events;
  expect(start?.run.runId).toBe(session.id);
  expect(start?.eventTime).toBe(session.startedAt.toISOString());
  expect(end?.eventTime).toBe(session.endedAt?.toISOString());
  expect(inner?.run.facets.parent).toMatchObject({
    run: { runId: session.id },
    job: { namespace: "waymark", name: "HGNC_SYMBOL_to_UNIPROTKB_AC" },
  });
  expect(end?.inputs.map((it) => [it.name, it.facets?.version?.datasetVersion])).toEqual([
    ["hgnc", "2024-10"],
    ["uniprot", "2024_05"],
  ]);
  expect(end?.outputs[0]).toMatchObject({
    name: "HGNC_SYMBOL_to_UNIPROTKB_AC.mappings",
    facets: { version: { datasetVersion: session.id }, dataQualityMetrics: { rowCount: 6 } },
    outputFacets: { outputStatistics: { rowCount: 3 } },
  });
  expect(end?.run.facets.processing_engine).toMatchObject({
    name: "Waymark",
    version: session.executorVersion,
  });
});

it.each([
  ["completed", "COMPLETE"],
  ["partial", "COMPLETE"],
  ["failed", "FAIL"],
  ["cancelled", "ABORT"],
  ["abandoned", "ABORT"],
] as const)("ends a session that is %s with %s, and says why", async (status, eventType) => {
  const store = new InMemoryTraceStore();
  const trace = sampleTrace({ answers: [], status });
  const error = { code: "resource-failed", message: "The service is down" };
  await store.write(batchOf({ ...trace, sessionEnds: trace.sessionEnds.map((it) => ({ ...it, error })) }));
  const end = (await eventsOf(store)).at(-1);
  expect(end?.eventType).toBe(eventType);
  expect(end?.run.facets.errorMessage).toMatchObject({ message: "resource-failed: The service is down" });
  expect(end?.run.facets.waymark_session).toMatchObject({ status });
});

it("writes the start of a running session, but no end", async () => {
  const store = new InMemoryTraceStore();
  await store.write(batchOf(sampleTrace({ answers: [], status: "running" })));
  expect((await eventsOf(store, { pathExecutions: false })).map((it) => it.eventType)).toEqual(["START"]);
});

it("takes the namespace and the parent from the options, and leaves out path executions on request", async () => {
  const store = new InMemoryTraceStore();
  await runExecutor(store);
  const parentRun = {
    runId: "0190a1b2-0000-7000-8000-000000000001",
    jobNamespace: "airflow",
    jobName: "dag.task",
  };
  const outer = await eventsOf(store, { namespace: "genes", parentRun, pathExecutions: false });
  expect(outer).toHaveLength(2);
  for (const { job, inputs, run } of outer) {
    expect([job.namespace, inputs[0]?.namespace]).toEqual(["genes", "genes"]);
    expect(run.facets.parent).toMatchObject({ run: { runId: parentRun.runId }, job: { name: "dag.task" } });
  }
  const inner = (await eventsOf(store, { parentRun }))[1];
  expect(inner?.run.facets.parent).toMatchObject({ root: { run: { runId: parentRun.runId } } });
});

it("refuses a parent that is not a run, and an empty namespace", async () => {
  const store = new InMemoryTraceStore();
  for (const options of [{ parentRun: { runId: "7", jobNamespace: "a", jobName: "b" } }, { namespace: "" }])
    await expect(eventsOf(store, options)).rejects.toSatisfy((it) =>
      isWaymarkError(it, "invalid-export-option"),
    );
});
