import { context, metrics, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type DataPoint,
} from "@opentelemetry/sdk-metrics";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from "@opentelemetry/sdk-trace-base";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { mapAll } from "../../../test/support/map-all.js";
import type { MemoryCatalogOptions } from "../../../test/support/memory-catalog.js";

const spans = new InMemorySpanExporter();
let exporter: InMemoryMetricExporter;
let reader: PeriodicExportingMetricReader;

beforeEach(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }),
  );
  exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 2 ** 30 });
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
});

afterEach(async () => {
  await reader.shutdown();
  exporter.reset();
  spans.reset();
  trace.disable();
  metrics.disable();
  context.disable();
});

const options: MemoryCatalogOptions = {
  resources: [
    {
      name: "first",
      maps: [{ from: "A", to: "B", ranks: [{ table: { a: ["b"], bad: new Error("down") } }] }],
    },
    {
      name: "second",
      maps: [{ from: "B", to: "Z", ranks: [{ table: { b: ["z"] } }] }],
      // A span of the resource itself.
      before: () => trace.getTracer("test").startSpan("request").end(),
    },
  ],
  paths: { p: ["first", "second"] },
};

const named = (name: string): ReadableSpan[] => spans.getFinishedSpans().filter((it) => it.name === name);

describe("telemetry", () => {
  it("has a span for the session, with its path executions and their steps nested below", async () => {
    const { session } = await mapAll(options, ["a", "x"], { batchSize: 1 });
    const [run] = named("waymark.session");
    expect(run?.attributes).toMatchObject({ "waymark.session.id": session.id, "waymark.result.count": 1 });
    const executions = named("waymark.path_execution");
    expect(executions.map((it) => it.parentSpanContext?.spanId)).toEqual([
      run?.spanContext().spanId,
      run?.spanContext().spanId,
    ]);
    const ids = executions.map((it) => it.spanContext().spanId);
    const steps = named("waymark.step");
    expect(steps).toHaveLength(3);
    expect(steps.every((it) => ids.includes(it.parentSpanContext?.spanId ?? ""))).toBe(true);
    const second = steps.find((it) => it.attributes["waymark.resource"] === "second");
    expect(named("request")[0]?.parentSpanContext?.spanId).toBe(second?.spanContext().spanId);
  });

  it("marks spans of failed steps", async () => {
    await mapAll(options, ["bad"]);
    expect(named("waymark.step")[0]?.status).toMatchObject({ code: 2, message: "down" });
    expect(named("waymark.path_execution")[0]?.status.code).toBe(2);
    expect(named("waymark.session")[0]?.status.code).toBe(0);
  });

  it("counts inputs by outcome, and measures steps by resource", async () => {
    await mapAll(options, ["a", "a", "x", "bad"]);
    await reader.forceFlush();
    const all = exporter
      .getMetrics()
      .flatMap((it) => it.scopeMetrics)
      .flatMap((it) => it.metrics);
    const points = (name: string): DataPoint<unknown>[] =>
      all.filter((it) => it.descriptor.name === name).flatMap((it): DataPoint<unknown>[] => it.dataPoints);
    expect(points("waymark.mapping.inputs").map((it) => [it.attributes.outcome, it.value])).toEqual(
      expect.arrayContaining([
        ["mapped", 2],
        ["not_found", 1],
        ["unresolved", 1],
      ]),
    );
    expect(points("waymark.step.duration").map((it) => it.attributes.resource)).toContain("first");
    expect(points("waymark.step.failures").map((it) => it.attributes)).toEqual([
      { resource: "first", code: "resource-failed" },
    ]);
  });
});
