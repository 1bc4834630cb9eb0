import { isWaymarkError } from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { sampleMapping, sampleOutcome, sampleSession } from "@waymark/trace-core/testing";
import fc from "fast-check";
import { expect, it } from "vitest";

import { batchOf, hostileTrace, sampleTrace, textOf } from "../../test/support/sample-trace.js";
import { importTrace } from "../import/import-trace.js";
import { jsonLinesFormat } from "./json-lines-format.js";

interface Line {
  readonly kind?: string;
  readonly record?: Readonly<Record<string, unknown>>;
  readonly records?: Readonly<Record<string, number>>;
}

function linesOf(text: string): Line[] {
  expect(text.endsWith("\n")).toBe(true);
  return text
    .slice(0, -1)
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
}

const kindsOf = (text: string): string[] => linesOf(text).map(({ kind = "header" }) => kind);

it("writes a header, every record once in an order that can be imported, and the number of records", async () => {
  const store = new InMemoryTraceStore();
  await store.write(
    batchOf(
      sampleTrace({
        answers: [
          ["a", ["x", "y"]],
          ["b", []],
        ],
      }),
    ),
  );
  const text = await textOf(jsonLinesFormat.write(store));
  expect(kindsOf(text)).toEqual([
    "header",
    "mapping",
    "mapping",
    "session",
    "pathExecution",
    "provenance",
    "provenance",
    "outcome",
    "outcome",
    "metric",
    "metric",
    "end",
  ]);
  expect(linesOf(text)[0]).toEqual({ format: "waymark-trace", version: 1 });
  expect(linesOf(text).at(-1)?.records).toEqual({
    session: 1,
    pathExecution: 1,
    mapping: 2,
    provenance: 2,
    outcome: 2,
    metric: 2,
  });
});

it("writes the mappings that selected sessions refer to, each once", async () => {
  const store = new InMemoryTraceStore();
  const first = sampleTrace({ answers: [["a", ["x", "y"]]] });
  const second = sampleTrace({
    answers: [
      ["a", ["x"]],
      ["b", ["z"]],
    ],
  });
  const third = sampleTrace({ answers: [["c", ["w"]]] });
  for (const it of [first, second, third]) await store.write(batchOf(it));
  const text = await textOf(
    jsonLinesFormat.write(store, { sessionIds: [first.session.id, second.session.id, first.session.id] }),
  );
  const mappings = linesOf(text).flatMap(({ kind, record }) =>
    kind === "mapping" ? [record?.targetId] : [],
  );
  expect(mappings.sort()).toEqual(["x", "y", "z"]);
  expect(linesOf(text).at(-1)?.records).toMatchObject({ session: 2, provenance: 4, outcome: 3 });
});

it("writes mappings that no outcome contains, such as those below the requested confidence", async () => {
  const store = new InMemoryTraceStore();
  const trace = sampleTrace({ answers: [["a", ["x"]]] });
  await store.write({
    ...batchOf(trace),
    outcomes: [sampleOutcome(trace.session.id, [], { sourceId: "a", outcome: "filtered" })],
  });
  const text = await textOf(jsonLinesFormat.write(store, { sessionIds: [trace.session.id] }));
  expect(kindsOf(text).filter((it) => it === "mapping")).toHaveLength(1);
});

it("includes the session that found a cached answer, without its records, before what refers to it", async () => {
  const store = new InMemoryTraceStore();
  const first = sampleTrace({ answers: [["a", ["x"]]] });
  await store.write(batchOf(first));
  const second = sampleSession();
  const cached = sampleOutcome(second.id, [sampleMapping({ sourceId: "a", targetId: "x" })], {
    servedFrom: "cache",
    answeredBy: first.session.id,
  });
  await store.write({ sessionStarts: [second], outcomes: [cached] });
  const text = await textOf(jsonLinesFormat.write(store, { sessionIds: [second.id] }));
  expect(kindsOf(text)).toEqual(["header", "session", "session", "mapping", "outcome", "end"]);
  const copy = new InMemoryTraceStore();
  await importTrace(copy, [text]);
  expect((await copy.getSession(first.session.id))?.status).toBe("completed");
});

it("writes the same bytes after an export is imported and exported again, whatever the text", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(hostileTrace, { maxLength: 3 }), fc.boolean(), async (traces, isWhole) => {
      const store = new InMemoryTraceStore();
      for (const it of traces) await store.write(batchOf(it));
      const [first] = traces;
      const selection = isWhole || first === undefined ? {} : { sessionIds: [first.session.id] };
      const text = await textOf(jsonLinesFormat.write(store, selection));
      const copy = new InMemoryTraceStore();
      await importTrace(copy, [text]);
      expect(await textOf(jsonLinesFormat.write(copy, selection))).toBe(text);
      // Importing a second time changes nothing.
      await importTrace(copy, [text]);
      expect(await textOf(jsonLinesFormat.write(copy, selection))).toBe(text);
    }),
    { numRuns: 60 },
  );
});

it("writes an empty store as a header and an end line", async () => {
  expect(kindsOf(await textOf(jsonLinesFormat.write(new InMemoryTraceStore())))).toEqual(["header", "end"]);
});

it("refuses an unknown session before it writes anything", async () => {
  const pieces: string[] = [];
  const writing = (async () => {
    for await (const it of jsonLinesFormat.write(new InMemoryTraceStore(), {
      sessionIds: [sampleSession().id],
    }))
      pieces.push(it);
  })();
  await expect(writing).rejects.toSatisfy((error) => isWaymarkError(error, "session-not-found"));
  expect(pieces).toEqual([]);
});

it("leaves out records that a running session writes during the export and that refer to something not in the file", async () => {
  const store = new InMemoryTraceStore();
  const trace = sampleTrace({ answers: [["a", ["x"]]], status: "running" });
  await store.write(batchOf(trace));
  const later = sampleTrace({ answers: [["b", ["y"]]], session: trace.session });
  const pieces: string[] = [];
  for await (const piece of jsonLinesFormat.write(store)) {
    pieces.push(piece);
    // The session goes on after the mappings and the path executions were written.
    if (piece.startsWith('{"kind":"pathExecution"')) {
      const { pathExecutions, mappings, provenance, outcomes, metrics } = later;
      await store.write({ pathExecutions, mappings, provenance, outcomes, metrics });
    }
  }
  const copy = new InMemoryTraceStore();
  await importTrace(copy, pieces);
  expect((await copy.getSession(trace.session.id))?.status).toBe("running");
  expect(await copy.countRecords()).toMatchObject({
    pathExecutions: 1,
    provenance: 1,
    outcomes: 2,
    mappings: 2,
  });
});
