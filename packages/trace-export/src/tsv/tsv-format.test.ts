import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { sampleMapping, sampleSession } from "@waymark/trace-core/testing";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, it } from "vitest";

import { HOSTILE_TEXTS } from "../../test/support/hostile-text.js";
import { batchOf, hostileTrace, sampleTrace, textOf } from "../../test/support/sample-trace.js";
import { unguardFormula } from "./formula-guard.js";
import { tsvFormat } from "./tsv-format.js";

type Row = Readonly<Record<string, string>>;

function rowsOf(text: string): Row[] {
  return parse(text, { delimiter: "\t", columns: true, record_delimiter: "\n" });
}

it("writes a header and a row for every mapping of the store, sorted by source", async () => {
  const store = new InMemoryTraceStore();
  await store.write(
    batchOf(
      sampleTrace({
        answers: [
          ["b", ["x"]],
          ["a", ["z", "y"]],
          ["c", []],
        ],
        metadata: { n: 1 },
      }),
    ),
  );
  const text = await textOf(tsvFormat.write(store));
  expect(
    rowsOf(text)
      .map((it) => `${it.source_id ?? ""}>${it.target_id ?? ""}`)
      .sort(),
  ).toEqual(["a>y", "a>z", "b>x"]);
  expect(rowsOf(text).map((it) => it.source_id)).toEqual(["a", "a", "b"]);
  expect(rowsOf(text)[2]).toEqual({
    source_type: "GENE",
    source_id: "b",
    target_type: "PROTEIN",
    target_id: "x",
    confidence: "0.9",
    hop_count: "1",
    direction: "forward",
    is_derived: "false",
    resources: "table",
    derivation_path: "",
    first_seen_at: "2026-01-01T00:00:00.100Z",
    last_seen_at: "2026-01-01T00:00:00.100Z",
    observed_at: "2026-01-01T00:00:00.100Z",
    metadata: '{"n":1}',
    mapping_id: sampleMapping({ sourceId: "b", targetId: "x" }).id,
  });
});

it("writes the latest answer of the selected sessions for each identifier", async () => {
  const store = new InMemoryTraceStore();
  const early = sampleTrace({
    answers: [
      ["a", ["x", "y"]],
      ["b", ["v"]],
    ],
  });
  const late = sampleTrace({
    answers: [
      ["a", ["x"]],
      ["c", ["w"]],
    ],
    session: { startedAt: new Date("2026-03-01T00:00:00.000Z") },
  });
  const outcomes = late.outcomes.map((it) => ({ ...it, recordedAt: new Date("2026-03-01T00:01:00.000Z") }));
  await store.write(batchOf(early));
  await store.write({ ...batchOf({ ...late, outcomes }), sessionEnds: [] });
  await store.write(batchOf(sampleTrace({ answers: [["d", ["u"]]] })));
  const sessionIds = [early.session.id, late.session.id];
  const pairs = rowsOf(await textOf(tsvFormat.write(store, { sessionIds }))).map((it) => [
    it.source_id,
    it.target_id,
  ]);
  expect(pairs).toEqual([
    ["a", "x"],
    ["b", "v"],
    ["c", "w"],
  ]);
});

it("guards cells that a spreadsheet would execute, reversibly", async () => {
  const store = new InMemoryTraceStore();
  await store.write(batchOf(sampleTrace({ answers: [["=1+1", ["'quoted", "plain", "-1"]]] })));
  const guarded = rowsOf(await textOf(tsvFormat.write(store)));
  expect(guarded.map((it) => it.source_id)).toEqual(["'=1+1", "'=1+1", "'=1+1"]);
  expect(guarded.map((it) => it.target_id).sort()).toEqual(["''quoted", "'-1", "plain"]);
  const kept = rowsOf(await textOf(tsvFormat.write(store, {}, { guardFormulas: false })));
  expect(kept.map((it) => it.target_id).sort()).toEqual(["'quoted", "-1", "plain"]);
  expect(guarded.map((it) => unguardFormula(it.target_id ?? "")).sort()).toEqual(
    kept.map((it) => it.target_id).sort(),
  );
});

it("preserves every text", async () => {
  await fc.assert(
    fc.asyncProperty(hostileTrace, fc.boolean(), async (trace, guardFormulas) => {
      const store = new InMemoryTraceStore();
      await store.write(batchOf(trace));
      const rows = rowsOf(await textOf(tsvFormat.write(store, {}, { guardFormulas })));
      const raw = (text = ""): string => (guardFormulas ? unguardFormula(text) : text);
      const known = new Map(trace.mappings.map((it) => [it.id, it]));
      expect(rows).toHaveLength(known.size);
      for (const row of rows) {
        const mapping = known.get(row.mapping_id ?? "");
        expect(raw(row.source_id)).toBe(mapping?.sourceId);
        expect(raw(row.target_id)).toBe(mapping?.targetId);
        expect(raw(row.resources).replace(/\\(.)/gsu, "$1")).toBe(mapping?.mappingSource[0]);
        expect(JSON.parse(row.metadata === "" ? "{}" : (row.metadata ?? ""))).toEqual(mapping?.metadata);
        if (guardFormulas) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      }
    }),
    { numRuns: 100 },
  );
});

it("writes one line per row for readers without quoting, except for texts that contain line breaks", async () => {
  const store = new InMemoryTraceStore();
  const targets = HOSTILE_TEXTS.filter((it) => !/[\r\n]/.test(it));
  await store.write(batchOf(sampleTrace({ answers: [["a", targets]] })));
  const text = await textOf(tsvFormat.write(store));
  expect(text.split("\n")).toHaveLength(targets.length + 2);
});

it("writes only a header for an empty store, and for a session without answers", async () => {
  const store = new InMemoryTraceStore();
  const session = sampleSession();
  await store.write({ sessionStarts: [session] });
  for (const selection of [{}, { sessionIds: [session.id] }])
    expect(await textOf(tsvFormat.write(store, selection))).toMatch(/^source_type\t[\w\t]*mapping_id\n$/);
});
