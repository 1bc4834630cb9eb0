import { ExecutionTraceLogger, isWaymarkError } from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { describe, expect, it } from "vitest";

import { memoryCatalog } from "../../test/support/memory-catalog.js";
import { MappingExecutor } from "../mapping/mapping-executor.js";
import { ActionRegistry } from "./action-registry.js";
import { StrategyOrchestrator } from "./strategy-orchestrator.js";
import type { Strategy, StrategyStep } from "./strategy.js";

const catalog = {
  ...memoryCatalog({
    resources: [
      {
        name: "r",
        maps: [{ from: "A", to: "Z", ranks: [{ confidence: 0.5, table: { a: ["z1", "z2"], b: ["z1"] } }] }],
      },
    ],
    histories: [
      {
        type: "Z",
        confidence: 1,
        answers: {
          z2: { status: "replaced", successors: [{ identifier: "z9", via: [] }] },
          z3: { status: "withdrawn" },
        },
      },
    ],
    patterns: { A: /^[a-z]$/ },
  }),
  endpoints: new Map([["set", { name: "set", types: ["Z"], has: (id: string) => id !== "z1" }]]),
};

const step = (
  action: string,
  parameters: StrategyStep["parameters"] = {},
  isRequired = true,
): StrategyStep => ({
  name: action,
  action,
  isRequired,
  parameters,
});

const strategy = (...steps: StrategyStep[]): Strategy => ({
  name: "s",
  description: null,
  sourceType: "A",
  steps,
});

function orchestrator(registry?: ActionRegistry) {
  const store = new InMemoryTraceStore();
  const logger = new ExecutionTraceLogger(store);
  const executor = new MappingExecutor({ catalog, store, logger });
  const strategies = new StrategyOrchestrator(logger, { catalog, executor, ...(registry && { registry }) });
  return { store, strategies };
}

describe("a strategy", () => {
  it("takes identifiers through its steps, says what it dropped, and logs every step", async () => {
    const { store, strategies } = orchestrator();
    const { items, dropped, steps, session } = await strategies.run(
      strategy(
        step("validate"),
        step("convert", { to: "Z" }),
        step("resolve-obsolete"),
        step("merge"),
        step("filter-present", { endpoint: "set" }),
      ),
      ["a", " b ", "A1", "x"],
    );
    expect(items).toEqual([
      { input: "a", identifier: "z9", type: "Z", confidence: 0.5, derivation: ["a", "z2"] },
    ]);
    expect(dropped.map((it) => [it.input, it.step, it.reason])).toEqual([
      ["A1", "validate", expect.any(String)],
      ["x", "convert", "not_found"],
      ["a", "filter-present", "not in set"],
      [" b ", "filter-present", "not in set"],
    ]);
    expect(steps.map((it) => [it.name, it.inputCount, it.outputCount])).toEqual([
      ["validate", 4, 3],
      ["convert", 3, 3],
      ["resolve-obsolete", 3, 3],
      ["merge", 3, 3],
      ["filter-present", 3, 1],
    ]);
    expect(session).toMatchObject({ status: "completed", inputCount: 4, resultCount: 1 });
    const { items: metrics } = await store.listMetrics({ sessionId: session.id });
    expect(metrics.find((it) => it.name === "convert.outputs")).toMatchObject({
      type: "strategy-step",
      value: 3,
    });
    const sessions = (await store.listSessions()).items;
    expect(sessions.find((it) => it.id !== session.id)?.tags).toEqual([`strategy:${session.id}`]);
  });

  it("skips an optional step that fails, and ends as partial", async () => {
    const { strategies } = orchestrator();
    const { items, session, steps } = await strategies.run(
      strategy(step("filter-present", { endpoint: "nowhere" }, false), step("convert", { to: "Z" })),
      ["b"],
    );
    expect(items.map((it) => it.identifier)).toEqual(["z1"]);
    expect(steps[0]?.error?.message).toContain("unknown endpoint nowhere");
    expect(session).toMatchObject({ status: "partial", error: { code: expect.any(String) as string } });
  });

  it("counts the inputs with a result of the target type, and none if it does not reach its end", async () => {
    const { store, strategies } = orchestrator();
    const convert = step("convert", { to: "Z" });
    const { session } = await strategies.run(strategy(convert), ["a", "a", "x"]);
    expect(session).toMatchObject({ inputCount: 3, resultCount: 2 });
    const broken = step("filter-present", { endpoint: "nowhere" });
    await expect(strategies.run(strategy(convert, broken), ["a"])).rejects.toThrow("nowhere");
    const { items } = await store.listSessions();
    expect(items.find((it) => it.status === "failed")).toMatchObject({ inputCount: 1, resultCount: 0 });
    const registry = new ActionRegistry().register("reach", {
      parameters: { required: [], optional: [] },
      run: () => Promise.reject(new Error("no")),
    });
    const passedOver = { ...strategy(step("reach", {}, false)), targetType: "Z" };
    const partial = await orchestrator(registry).strategies.run(passedOver, ["a"]);
    expect(partial.session).toMatchObject({ status: "partial", inputCount: 1, resultCount: 0 });
  });

  it("fails with the name of a required step", async () => {
    const { store, strategies } = orchestrator();
    const running = strategies.run(strategy(step("filter-present", { endpoint: "nowhere" })), ["b"]);
    await expect(running).rejects.toMatchObject({ code: "strategy-failed" });
    expect((await store.listSessions()).items[0]).toMatchObject({
      status: "failed",
      error: { message: expect.stringContaining("filter-present") as string },
    });
  });

  it("is refused before anything starts if it names something unknown", async () => {
    const { store, strategies } = orchestrator();
    const refused = async (call: Promise<unknown>) => {
      const error: unknown = await call.catch((it: unknown) => it);
      if (!isWaymarkError(error, "invalid-strategy")) throw error;
      return error.message;
    };
    expect(await refused(strategies.run("nowhere", []))).toContain("unknown strategy nowhere");
    expect(await refused(strategies.run(strategy(step("convrt")), []))).toContain("Did you mean convert?");
    expect(await refused(strategies.run(strategy(step("convert")), []))).toContain("lacks to");
    expect(await refused(strategies.run(strategy(step("merge", { by: 1 })), []))).toContain(
      "unknown parameter",
    );
    expect((await store.listSessions()).items).toEqual([]);
  });

  it("runs custom actions", async () => {
    const registry = new ActionRegistry().register("upper", {
      parameters: { required: [], optional: [] },
      run: (items) =>
        Promise.resolve({
          items: items.map((it) => ({ ...it, identifier: it.identifier.toUpperCase() })),
          dropped: [],
        }),
    });
    const { items } = await orchestrator(registry).strategies.run(strategy(step("upper")), ["a"]);
    expect(items.map((it) => it.identifier)).toEqual(["A"]);
    expect(() =>
      registry.register("merge", {
        parameters: { required: [], optional: [] },
        run: () => Promise.reject(new Error()),
      }),
    ).toThrow("already");
  });
});
