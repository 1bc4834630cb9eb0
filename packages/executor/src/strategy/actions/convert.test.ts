import { ExecutionTraceLogger } from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { describe, expect, it } from "vitest";

import { createCatalog } from "../../catalog/create-catalog.js";
import { MappingExecutor } from "../../mapping/mapping-executor.js";
import {
  FunctionResource,
  type FunctionLookUp,
  type FunctionTargets,
} from "../../resources/function-resource.js";
import { DeclaredType } from "../../types/declared-type.js";
import { StrategyOrchestrator } from "../strategy-orchestrator.js";
import type { StrategyStep } from "../strategy.js";

function setUp(lookUp: FunctionLookUp) {
  const catalog = createCatalog({
    types: [new DeclaredType("LABEL", {}), new DeclaredType("GENE", { pattern: "g\\d+" })],
    resources: [
      new FunctionResource({
        name: "service",
        release: "1",
        maps: [{ name: "gene", sourceType: "LABEL", targetType: "GENE", lookUp }],
      }),
    ],
  });
  const store = new InMemoryTraceStore();
  const logger = new ExecutionTraceLogger(store);
  const strategies = new StrategyOrchestrator(logger, {
    catalog,
    executor: new MappingExecutor({ catalog, store, logger }),
  });
  const convert = (
    parameters: StrategyStep["parameters"],
    identifiers: readonly string[],
    options: { readonly signal?: AbortSignal } = {},
  ) =>
    strategies.run(
      {
        name: "s",
        description: null,
        sourceType: "LABEL",
        steps: [{ name: "genes", action: "convert", isRequired: true, parameters }],
      },
      identifiers,
      options,
    );
  return { store, convert };
}

const known = (ids: readonly string[]): ReadonlyMap<string, FunctionTargets> =>
  new Map(ids.filter((it) => it === "many").map((it) => [it, ["g1", { identifier: "g2", confidence: 0.5 }]]));

describe("convert", () => {
  it("keeps every target, with its confidence and its previous identifiers", async () => {
    const { items, dropped } = await setUp(known).convert({ to: "GENE" }, ["many", "none"]);

    expect(items).toEqual([
      { input: "many", identifier: "g1", type: "GENE", confidence: 0.95, derivation: ["many"] },
      { input: "many", identifier: "g2", type: "GENE", confidence: 0.5, derivation: ["many"] },
    ]);
    expect(dropped).toEqual([{ input: "none", identifier: "none", step: "genes", reason: "not_found" }]);
  });

  it("maps a repeated identifier once, and answers both occurrences", async () => {
    const asked: string[] = [];
    const { convert } = setUp((ids) => {
      asked.push(...ids);
      return known(ids);
    });
    const { items } = await convert({ to: "GENE" }, ["many", " many"]);

    expect(asked).toEqual(["many"]);
    expect(items.map((it) => it.input)).toEqual(["many", "many", " many", " many"]);
  });

  it("is served from the cache the second time, unless the cache is switched off", async () => {
    let calls = 0;
    const { convert } = setUp((ids) => {
      calls += 1;
      return known(ids);
    });
    const first = await convert({ to: "GENE" }, ["many"]);
    const second = await convert({ to: "GENE" }, ["many"]);
    expect(calls).toBe(1);
    expect(second.items).toEqual(first.items);
    await convert({ to: "GENE", useCache: false }, ["many"]);
    expect(calls).toBe(2);
  });

  it("tags its sessions with the strategy's", async () => {
    const { store, convert } = setUp(known);
    const { session } = await convert({ to: "GENE" }, ["many"]);
    const children = (await store.listSessions()).items.filter((it) => it.id !== session.id);
    expect(children.map((it) => it.tags)).toEqual([[`strategy:${session.id}`]]);
  });

  it("makes the strategy partial when a service could not be asked for some", async () => {
    const { convert } = setUp((ids) => ({
      hits: known(ids),
      failed: new Map(ids.filter((it) => it === "down").map((it) => [it, new Error("503")])),
    }));
    const { items, dropped, session, steps } = await convert({ to: "GENE" }, ["many", "down"]);

    expect(items.map((it) => it.identifier)).toEqual(["g1", "g2"]);
    expect(dropped.map((it) => [it.input, it.reason])).toEqual([["down", "unresolved"]]);
    expect(session.status).toBe("partial");
    expect(session.error?.message).toContain("The step genes is not complete");
    expect(steps[0]).toMatchObject({
      error: null,
      partialBecause: { message: expect.any(String) as string },
    });
  });

  it("respects the minimum confidence", async () => {
    const { items } = await setUp(known).convert({ to: "GENE", minConfidence: 0.9 }, ["many"]);
    expect(items.map((it) => it.identifier)).toEqual(["g1"]);
  });

  it.each([
    [{ to: 5 }, "to must be a non-empty string"],
    [{ to: "GENE", minConfidence: "0.9" }, "minConfidence must be a number"],
    [{ to: "GENE", minConfidence: 2 }, "minConfidence must be a number"],
    [{ to: "GENE", maxHops: 0 }, "maxHops must be a whole number"],
    [{ to: "GENE", tryReverse: "yes" }, "tryReverse must be true or false"],
  ])("refuses %j before any session is opened", async (parameters, message) => {
    const { store, convert } = setUp(known);
    await expect(convert(parameters, ["many"])).rejects.toMatchObject({
      code: "invalid-strategy",
      message: expect.stringContaining(message) as string,
    });
    expect((await store.listSessions()).items).toEqual([]);
  });

  it("is cancelled with its strategy, in the middle of a look-up", async () => {
    const controller = new AbortController();
    const { store, convert } = setUp(() => {
      controller.abort(new Error("enough"));
      return Promise.reject(new Error("the look-up was cut off"));
    });
    await expect(convert({ to: "GENE" }, ["many"], { signal: controller.signal })).rejects.toMatchObject({
      code: "mapping-cancelled",
    });
    expect((await store.listSessions()).items.map((it) => it.status)).toEqual(["cancelled", "cancelled"]);
  });

  it("fails with the name of its step when no path leads to the type", async () => {
    const { store, convert } = setUp(known);
    await expect(convert({ to: "LABELS" }, ["many"])).rejects.toMatchObject({
      code: "strategy-failed",
      details: { step: "genes" },
    });
    expect((await store.listSessions()).items[0]?.status).toBe("failed");
  });
});
