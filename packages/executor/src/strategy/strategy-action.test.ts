import { ExecutionTraceLogger } from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { describe, expect, it } from "vitest";

import type { Catalog } from "../catalog.js";
import type { CuratedOverride } from "../curated-override.js";
import { createCatalog } from "../catalog/create-catalog.js";
import { MappingExecutor } from "../mapping/mapping-executor.js";
import { TableHistory } from "../resources/table-history.js";
import { DeclaredType } from "../types/declared-type.js";
import { StrategyOrchestrator } from "./strategy-orchestrator.js";
import type { StrategyStep } from "./strategy.js";

const catalog = createCatalog({
  types: [new DeclaredType("HGNC_ID", { pattern: "HGNC:\\d+", barePrefix: "HGNC:" })],
  resources: [],
  histories: [
    new TableHistory({
      type: "HGNC_ID",
      resource: "withdrawn",
      release: "1",
      contentHash: null,
      successors: new Map([
        ["HGNC:1", ["HGNC:2"]],
        ["HGNC:2", ["HGNC:3", "HGNC:4"]],
        ["HGNC:9", []],
      ]),
      primary: null,
      confidence: 0.5,
    }),
  ],
  endpoints: [
    { name: "study", types: ["HGNC_ID"], has: (it) => it === "HGNC:3" },
    { name: "undated", types: ["HGNC_ID"] },
  ],
});

async function run(
  steps: readonly [action: string, parameters?: StrategyStep["parameters"]][],
  identifiers: readonly string[],
  more: { readonly targetEndpoint?: string } = {},
  used: Catalog = catalog,
) {
  const store = new InMemoryTraceStore();
  const logger = new ExecutionTraceLogger(store);
  const executor = new MappingExecutor({ catalog: used, store, logger });
  return new StrategyOrchestrator(logger, { catalog: used, executor }).run(
    {
      name: "s",
      description: null,
      sourceType: "HGNC_ID",
      ...more,
      steps: steps.map(([action, parameters = {}]) => ({
        name: action,
        action,
        isRequired: true,
        parameters,
      })),
    },
    identifiers,
  );
}

describe("resolve-obsolete", () => {
  it("replaces by all successors, with the confidence of the hops and the identifiers in between", async () => {
    const { items } = await run([["resolve-obsolete"]], ["HGNC:1"]);
    expect(items).toEqual(
      ["HGNC:3", "HGNC:4"].map((identifier) => ({
        input: "HGNC:1",
        identifier,
        type: "HGNC_ID",
        confidence: 0.25,
        derivation: ["HGNC:1", "HGNC:2"],
      })),
    );
  });

  it("gives overrides precedence over the history", async () => {
    const override = (from: string, to: readonly [string, string], isNever = false): CuratedOverride => ({
      sourceType: "HGNC_ID",
      sourceId: from,
      targetType: to[0],
      targetId: to[1],
      isNever,
      author: "ann",
      reason: "I know",
    });
    const { types, histories, ...rest } = catalog;
    const curated: Catalog = {
      ...rest,
      types: new Map([...types, ["GENE", new DeclaredType("GENE")]]),
      histories,
      overrides: [
        override("HGNC:1", ["GENE", "g"]),
        override("HGNC:9", ["HGNC_ID", "HGNC:3"]),
        override("HGNC:2", ["HGNC_ID", "HGNC:4"], true),
      ],
    };
    const { items, dropped } = await run([["resolve-obsolete"]], ["HGNC:1", "HGNC:9", "HGNC:2"], {}, curated);
    expect(items.map((it) => [it.input, it.identifier, it.confidence])).toEqual([
      ["HGNC:1", "HGNC:1", 1],
      ["HGNC:9", "HGNC:3", 1],
      ["HGNC:2", "HGNC:3", 0.5],
    ]);
    expect(dropped.map((it) => [it.input, it.reason])).toEqual([["HGNC:2", "vetoed: ann: I know"]]);
  });

  it("finds an input that needs to be normalised", async () => {
    const { items } = await run([["resolve-obsolete"]], ["hgnc:2"]);
    expect(items.map((it) => [it.input, it.identifier])).toEqual([
      ["hgnc:2", "HGNC:3"],
      ["hgnc:2", "HGNC:4"],
    ]);
  });

  it("drops withdrawn identifiers, and keeps unknown ones", async () => {
    const { items, dropped } = await run([["resolve-obsolete"]], ["HGNC:9", "HGNC:7"]);
    expect(items).toMatchObject([{ identifier: "HGNC:7", confidence: 1, derivation: [] }]);
    expect(dropped).toMatchObject([{ input: "HGNC:9", reason: "withdrawn without a successor" }]);
  });
});

describe("filter-present", () => {
  it("keeps what the strategy's target endpoint has, however it is written", async () => {
    const { items, dropped, session } = await run([["filter-present"]], ["3", "4"], {
      targetEndpoint: "study",
    });
    expect(items.map((it) => it.identifier)).toEqual(["HGNC:3"]);
    expect(dropped).toMatchObject([{ input: "4", step: "filter-present", reason: "not in study" }]);
    expect(session.targetEndpoint).toBe("study");
  });

  it("prefers the endpoint given as a parameter", async () => {
    const { items } = await run([["filter-present", { endpoint: "study" }]], ["3"], {
      targetEndpoint: "undated",
    });
    expect(items).toHaveLength(1);
  });

  it.each([
    ["name an endpoint here", {}],
    ["declared without a file", { targetEndpoint: "undated" }],
  ])("fails rather than drop everything: %s", async (message, more) => {
    await expect(run([["filter-present"]], ["3"], more)).rejects.toMatchObject({
      code: "strategy-failed",
      message: expect.stringContaining(message) as string,
    });
  });
});

describe("validate", () => {
  it("drops what breaks its type's pattern, and says why", async () => {
    const { items, dropped } = await run([["validate"]], ["7", "HGNC:x"]);
    expect(items.map((it) => it.identifier)).toEqual(["HGNC:7"]);
    expect(dropped).toMatchObject([
      { input: "HGNC:x", reason: expect.stringContaining("pattern") as string },
    ]);
  });
});

describe("merge", () => {
  it("keeps the most confident way to an identifier, separately for each input", async () => {
    const { items } = await run([["resolve-obsolete"], ["merge"]], ["HGNC:2", "HGNC:2", "HGNC:3"]);
    expect(items.map((it) => [it.input, it.identifier, it.confidence])).toEqual([
      ["HGNC:2", "HGNC:3", 0.5],
      ["HGNC:2", "HGNC:4", 0.5],
      ["HGNC:3", "HGNC:3", 1],
    ]);
  });
});

describe("a strategy that is cancelled", () => {
  it("ends as cancelled before its next step", async () => {
    const store = new InMemoryTraceStore();
    const logger = new ExecutionTraceLogger(store);
    const executor = new MappingExecutor({ catalog, store, logger });
    const running = new StrategyOrchestrator(logger, { catalog, executor }).run(
      {
        name: "s",
        description: null,
        sourceType: "HGNC_ID",
        steps: [{ name: "merge", action: "merge", isRequired: true, parameters: {} }],
      },
      ["HGNC:1"],
      { signal: AbortSignal.abort(new Error("enough")) },
    );
    await expect(running).rejects.toMatchObject({ code: "mapping-cancelled" });
    expect((await store.listSessions()).items[0]?.status).toBe("cancelled");
  });
});
