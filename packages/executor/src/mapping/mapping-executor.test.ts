import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { describe, expect, it } from "vitest";

import { memoryCatalog } from "../../test/support/memory-catalog.js";
import { MappingExecutor } from "./mapping-executor.js";

describe("MappingExecutor", () => {
  it("maps identifiers along one path and logs what it did", async () => {
    const catalog = memoryCatalog({
      resources: [
        {
          name: "genes",
          maps: [{ from: "SYMBOL", to: "GENE", relation: "names", ranks: [{ table: { TP53: ["7157"] } }] }],
        },
      ],
      paths: { "symbol-to-gene": ["genes.map0"] },
    });
    const store = new InMemoryTraceStore();
    const executor = new MappingExecutor({ catalog, store });

    const { session, results, summary, hops } = await executor.executeMapping({
      sourceType: "SYMBOL",
      targetType: "GENE",
      identifiers: [" TP53", "XYZ", "TP53"],
    });

    expect(session).toMatchObject({ status: "completed", inputCount: 3, resultCount: 2, error: null });
    expect(
      results.map((it) => [it.raw, it.identifier, it.outcome.outcome, it.targets.map((t) => t.id)]),
    ).toEqual([
      [" TP53", "TP53", "mapped", ["7157"]],
      ["XYZ", "XYZ", "not_found", []],
      ["TP53", "TP53", "mapped", ["7157"]],
    ]);
    expect(summary).toMatchObject({ inputs: 3, mapped: 2, notFound: 1, fromCache: 0 });
    expect(hops).toEqual([{ pathId: "symbol-to-gene", step: 0, in: 2, out: 1 }]);
    expect(await store.countRecords()).toMatchObject({
      sessions: 1,
      pathExecutions: 1,
      mappings: 1,
      provenance: 1,
      outcomes: 2,
    });
  });
});
