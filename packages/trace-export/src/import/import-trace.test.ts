import { isWaymarkError, type TraceBatch } from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import fc from "fast-check";
import { expect, it } from "vitest";

import { batchOf, hostileTrace, sampleTrace, textOf } from "../../test/support/sample-trace.js";
import { jsonLinesFormat } from "../json-lines/json-lines-format.js";
import { importTrace } from "./import-trace.js";
import type { TraceImportError } from "./trace-import-error.js";

const OWNER = { host: "elsewhere", processId: 7, processStartedAt: new Date("2026-01-01T00:00:00.000Z") };

async function sampleText(count = 3): Promise<string> {
  const store = new InMemoryTraceStore();
  const answers = Array.from({ length: count }, (_, i) => [`g${String(i)}`, [`p${String(i)}`]] as const);
  await store.write(batchOf(sampleTrace({ answers })));
  return textOf(jsonLinesFormat.write(store));
}

async function failureOf(
  text: string | Uint8Array,
  store = new InMemoryTraceStore(),
  batchSize = 5_000,
): Promise<TraceImportError> {
  try {
    await importTrace(store, [text], { batchSize });
  } catch (error) {
    if (isWaymarkError(error)) return error as TraceImportError;
    throw error;
  }
  throw new Error("it was imported");
}

/** The text with one line changed, by its number from 1. */
function withLine(text: string, number: number, change: (line: string) => string): string {
  return text
    .split("\n")
    .map((line, i) => (i === number - 1 ? change(line) : line))
    .join("\n");
}

it("imports sessions as they were: ended as they ended, or running with their owner and heartbeat", async () => {
  const store = new InMemoryTraceStore();
  const heartbeatAt = new Date("2026-02-03T04:05:06.789Z");
  const ended = sampleTrace({ answers: [], status: "cancelled", session: { heartbeatAt, owner: OWNER } });
  const running = sampleTrace({ answers: [], status: "running", session: { heartbeatAt, owner: OWNER } });
  for (const it of [ended, running]) await store.write(batchOf(it));
  const copy = new InMemoryTraceStore();
  await importTrace(copy, jsonLinesFormat.write(store));
  for (const { session } of [ended, running])
    expect(await copy.getSession(session.id)).toEqual(await store.getSession(session.id));
});

it("reports what it imported, batch by batch", async () => {
  const progress: number[] = [];
  const report = await importTrace(new InMemoryTraceStore(), [await sampleText(3)], {
    batchSize: 4,
    onProgress: ({ lines }) => progress.push(lines),
  });
  expect(report).toEqual({
    lines: 15,
    records: { session: 1, pathExecution: 1, mapping: 3, provenance: 3, outcome: 3, metric: 2 },
  });
  expect(progress).toEqual([5, 9, 13, 15]);
});

it("reads text and bytes, wherever they are split", async () => {
  await fc.assert(
    fc.asyncProperty(hostileTrace, fc.integer({ min: 1, max: 64 }), async (trace, size) => {
      const store = new InMemoryTraceStore();
      await store.write(batchOf(trace));
      const text = await textOf(jsonLinesFormat.write(store));
      const bytes = new TextEncoder().encode(text);
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.slice(i * size, (i + 1) * size),
      );
      const copy = new InMemoryTraceStore();
      await importTrace(copy, pieces);
      expect(await textOf(jsonLinesFormat.write(copy))).toBe(text);
    }),
    { numRuns: 30 },
  );
});

it("reads a byte order mark, carriage returns and empty lines, and several traces one after another", async () => {
  const one = await sampleText(1);
  const other = await sampleText(2);
  const text = `\uFEFF${one}\n${other}`.replaceAll("\n", "\r\n");
  const { records } = await importTrace(new InMemoryTraceStore(), [text]);
  expect(records).toMatchObject({ session: 2, outcome: 3 });
});

it("writes batches up to the given size", async () => {
  const sizes: number[] = [];
  const write = async (batch: TraceBatch): Promise<void> => {
    sizes.push((Object.values(batch) as unknown[][]).reduce((sum, it) => sum + it.length, 0));
  };
  await importTrace({ write }, [await sampleText(50)], { batchSize: 20 });
  expect(Math.max(...sizes)).toBeLessThanOrEqual(20);
});

it.each([
  ["at a line's end", (text: string) => text.slice(0, text.lastIndexOf("\n", text.length - 2) + 1)],
  ["in the middle of a line", (text: string) => text.slice(0, -20)],
  [
    "after a whole line but its break",
    (text: string) => text.slice(0, text.lastIndexOf("\n", text.length - 2)),
  ],
])(
  "says of a trace that is cut short %s what was imported, and imports the whole afterwards",
  async (_, cut) => {
    const text = await sampleText();
    const store = new InMemoryTraceStore();
    const error = await failureOf(cut(text), store);
    expect(error.code).toBe("trace-cut-short");
    expect(error.imported).toEqual({
      session: 1,
      pathExecution: 1,
      mapping: 3,
      provenance: 3,
      outcome: 3,
      metric: 2,
    });
    expect(error.message).toMatch(/cut short: .* 13 records were imported, and no session has its end/);
    await importTrace(store, [text]);
    expect(await textOf(jsonLinesFormat.write(store))).toBe(text);
  },
);

it("ends sessions in the last batch, after all their records", async () => {
  const text = `${await sampleText(5)}${await sampleText(5)}`;
  const ended: number[] = [];
  let records = 0;
  const write = async ({ sessionEnds = [], ...others }: TraceBatch): Promise<void> => {
    records += (Object.values(others) as unknown[][]).reduce((sum, it) => sum + it.length, 0);
    for (const _ of sessionEnds) ended.push(records);
  };
  await importTrace({ write }, [text], { batchSize: 2 });
  expect(ended).toEqual([19, 38]);
});

it("leaves the session of an interrupted import running, with its original owner and heartbeat", async () => {
  const heartbeatAt = new Date("2026-02-03T04:05:06.789Z");
  const origin = new InMemoryTraceStore();
  const { session, ...trace } = sampleTrace({
    answers: [["a", ["x"]]],
    session: { heartbeatAt, owner: OWNER },
  });
  await origin.write(trace);
  const text = await textOf(jsonLinesFormat.write(origin));
  const store = new InMemoryTraceStore();
  const broken = new Error("killed");
  let writes = 0;
  const write = async (batch: TraceBatch): Promise<void> => {
    if (++writes > 4) throw broken;
    await store.write(batch);
  };
  await expect(importTrace({ write }, [text], { batchSize: 1 })).rejects.toBe(broken);
  expect(await store.getSession(session.id)).toMatchObject({
    status: "running",
    endedAt: null,
    heartbeatAt,
    owner: OWNER,
  });
  await importTrace(store, [text]);
  expect(await textOf(jsonLinesFormat.write(store))).toBe(text);
});

it("ends a session as the trace says if it was marked abandoned during the import", async () => {
  const text = await sampleText(3);
  const store = new InMemoryTraceStore();
  await failureOf(text.slice(0, -20), store);
  const [abandoned] = await store.abandonStale({ staleAfterMs: 0 });
  expect(abandoned?.status).toBe("abandoned");
  await importTrace(store, [text]);
  const session = await store.getSession(abandoned?.id ?? "");
  expect(session).toMatchObject({ status: "completed", error: null, owner: abandoned?.owner });
  const { write } = store;
  await expect(importTrace({ write: write.bind(store) }, [text])).resolves.toBeDefined();
});

it("leaves a session unchanged that has ended in the store", async () => {
  const store = new InMemoryTraceStore();
  const trace = sampleTrace({ answers: [["a", ["x"]]] });
  await store.write(batchOf(trace));
  const before = await store.getSession(trace.session.id);
  const text = await textOf(jsonLinesFormat.write(store));
  await failureOf(text.slice(0, -20), store);
  expect(await store.getSession(trace.session.id)).toEqual(before);
  await importTrace(store, [text]);
  expect(await store.getSession(trace.session.id)).toEqual(before);
});

it("keeps what was imported before an invalid line, and nothing of that line's batch", async () => {
  const store = new InMemoryTraceStore();
  const error = await failureOf(
    withLine(await sampleText(), 9, (it) => it.replace("0.9", "9")),
    store,
    5,
  );
  expect(error).toMatchObject({ code: "trace-import", line: 9, details: { line: 9 } });
  expect(error.message).toMatch(
    /^Line 9: EntityMappingProvenance .* confidence must be a number from 0 to 1, but is 9$/,
  );
  expect(error.imported).toMatchObject({ mapping: 3, session: 1, pathExecution: 1, provenance: 0 });
  expect((await store.countRecords()).provenance).toBe(0);
});

it.each<readonly [what: string, line: number, change: (line: string) => string, reason: RegExp]>([
  ["no JSON", 4, () => '{"kind":', /^Line 4: this line is not JSON: /],
  ["no object", 4, () => "[]", /^Line 4: this line is not a JSON object/],
  [
    "an unknown kind",
    4,
    (it) => it.replace('"mapping"', '"mappings"'),
    /^Line 4: its kind is "mappings"; there are session, /,
  ],
  ["no record", 4, () => '{"kind":"mapping"}', /^Line 4: its record is missing and should be an object$/],
  [
    "an unknown field",
    5,
    (it) => it.replace('"catalogFingerprint"', '"catalog"'),
    /^Line 5: MappingSession at index 0: catalog is not a known field/,
  ],
  [
    "an instant that is none",
    2,
    (it) => it.replace("2026-01-01T", "2026-02-30T"),
    /^Line 2: mapping\.firstSeenAt is "2026-02-30T.* should be like /,
  ],
  ["an instant in another zone", 2, (it) => it.replace("Z", "+01:00"), /^Line 2: mapping\.firstSeenAt is /],
  ["a reference to nothing", 12, (it) => it.replace(/"mappingId":"./, '"mappingId":"f'), /^Line 12: /],
  ["a line that was lost", 3, () => "", /^Line \d+: /],
  [
    "a second header",
    4,
    () => '{"format":"waymark-trace","version":1}',
    /^Line 4: there is a header in the middle/,
  ],
  [
    "no header",
    1,
    () => "",
    /^Line 2: a trace begins with its header, but this line is of the kind mapping$/,
  ],
  ["another format", 1, () => '{"format":"other"}', /^Line 1: a trace has a line \{"format":"waymark-trace"/],
  [
    "a newer version",
    1,
    () => '{"format":"waymark-trace","version":2}',
    /^Line 1: the trace has version 2, .* use a newer program$/,
  ],
  [
    "an end without counts",
    15,
    () => '{"kind":"end","records":{}}',
    /^Line 15: the last line does not say how many/,
  ],
])("names the line of %s", async (_, line, change, reason) => {
  const error = await failureOf(withLine(await sampleText(), line, change));
  expect(error.code).toBe("trace-import");
  expect(error.message).toMatch(reason);
});

it("detects a missing metric by the number of records", async () => {
  const error = await failureOf(withLine(await sampleText(), 14, () => ""));
  expect(error.message).toMatch(
    /^Line 15: the trace has 1 records of the kind metric, but this line says 2: lines are missing/,
  );
});

it("names bytes that are not UTF-8, and a text that is not a trace", async () => {
  expect((await failureOf(new Uint8Array([0x7b, 0xff, 0x0a]))).message).toMatch(
    /^Line 1: this line, or .* not UTF-8$/,
  );
  expect((await failureOf("")).message).toBe("Line 1: there is nothing to import: the trace is empty");
  expect((await failureOf("symbol\tid\n")).message).toMatch(/^Line 1: this line is not JSON/);
});

it("names the line of a session that has ended with another status in the store", async () => {
  const store = new InMemoryTraceStore();
  const trace = sampleTrace({ answers: [["a", ["x"]]] });
  await store.write(batchOf(trace));
  const text = await textOf(jsonLinesFormat.write(store));
  const other = new InMemoryTraceStore();
  await other.write({
    ...batchOf(trace),
    sessionEnds: trace.sessionEnds.map((it) => ({ ...it, status: "failed" })),
  });
  const error = await failureOf(text, other, 2);
  expect(error.message).toMatch(
    /^Line 3: Mapping session .* has ended as failed and cannot end as completed$/,
  );
});

it("passes on the errors of the database and of the input unchanged", async () => {
  const broken = new Error("disk full");
  const write = (): Promise<void> => Promise.reject(broken);
  await expect(importTrace({ write }, [await sampleText()])).rejects.toBe(broken);
});
