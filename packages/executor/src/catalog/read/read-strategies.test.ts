import { join } from "node:path";

import { ExecutionTraceLogger } from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { describe, expect, it } from "vitest";

import { catalogFolder } from "../../../test/support/catalog-folder.js";
import { MappingExecutor } from "../../mapping/mapping-executor.js";
import { StrategyOrchestrator } from "../../strategy/strategy-orchestrator.js";
import { createCatalog } from "../create-catalog.js";
import { loadCatalog } from "../load-catalog.js";

const CATALOG = `types:
  LABEL: {}
  GENE: { pattern: 'g\\d+' }
resources:
  genes:
    file: genes.tsv
    maps: { label: { from: { type: LABEL, column: label }, to: { type: GENE, column: gene } } }
endpoints:
  list: { types: [LABEL] }
  study: { file: study.tsv, types: [{ type: GENE, column: id }] }
`;

async function load(strategies: string) {
  const folder = await catalogFolder({
    "genes.tsv": "gene\tlabel\ng1\tone\ng2\ttwo\n",
    "study.tsv": "id\ng1\n",
    "catalog.yaml": `${CATALOG}strategies: ${strategies}\n`,
  });
  return loadCatalog(join(folder, "catalog.yaml"));
}

describe("strategies", () => {
  it("are read from a catalog and run between its endpoints", async () => {
    const { catalog } = await load(`
  present:
    description: which of the list the study has
    sourceEndpoint: list
    targetEndpoint: study
    steps:
      - { action: convert, to: GENE, minConfidence: 0.5 }
      - { action: filter-present, name: present }`);
    const store = new InMemoryTraceStore();
    const logger = new ExecutionTraceLogger(store);
    const executor = new MappingExecutor({ catalog, store, logger });
    const { items, dropped, session } = await new StrategyOrchestrator(logger, { catalog, executor }).run(
      "present",
      ["one", "two", "three"],
    );

    expect(items.map((it) => [it.input, it.identifier])).toEqual([["one", "g1"]]);
    expect(dropped.map((it) => [it.input, it.step, it.reason])).toEqual([
      ["three", "1-convert", "not_found"],
      ["two", "present", "not in study"],
    ]);
    expect(session).toMatchObject({
      status: "completed",
      sourceType: "LABEL",
      targetType: "GENE",
      sourceEndpoint: "list",
      targetEndpoint: "study",
    });
  });

  it.each([
    ["{ s: { from: LABL, steps: [{ action: merge }] } }", "Did you mean LABEL?"],
    ["{ s: { from: LABEL, to: GEN, steps: [{ action: merge }] } }", "Did you mean GENE?"],
    ["{ s: { sourceEndpoint: lst, steps: [{ action: merge }] } }", "Did you mean list?"],
    ["{ s: { from: LABEL, targetEndpoint: studi, steps: [{ action: merge }] } }", "Did you mean study?"],
    ["{ s: { from: GENE, sourceEndpoint: list, steps: [{ action: merge }] } }", "list has LABEL, not GENE"],
    [
      "{ s: { from: LABEL, to: LABEL, targetEndpoint: study, steps: [{ action: merge }] } }",
      "study has GENE",
    ],
    ["{ s: { from: LABEL, steps: [] } }", "has no step"],
    ["{ s: { from: LABEL } }", "must have steps, and from"],
    ["{ s: { from: LABEL, steps: [{ action: merge, name: a }, { action: merge, name: a }] } }", "named a"],
    ["{ s: { from: LABEL, steps: [{ action: merge, required: maybe }] } }", "true or false"],
    ["{ s: { from: LABEL, step: [{ action: merge }] } }", "Did you mean steps?"],
  ])("say where %s is wrong", async (strategies, message) => {
    await expect(load(strategies)).rejects.toMatchObject({
      code: "invalid-catalog",
      details: {
        problems: expect.arrayContaining([
          expect.objectContaining({ line: 11, message: expect.stringContaining(message) as string }),
        ]) as unknown,
      },
    });
  });

  it("are also checked in a catalog created in code", () => {
    const make = () =>
      createCatalog({
        types: [],
        resources: [],
        strategies: [
          { name: "s", description: null, sourceType: "GENE", targetEndpoint: "study", steps: [] },
        ],
      });
    expect(make).toThrow(/strategy s: unknown type GENE[^]*unknown endpoint study[^]*has no steps/);
  });
});
