import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { expect, it } from "vitest";

import { createCatalog } from "../../catalog/create-catalog.js";
import { FunctionResource } from "../../resources/function-resource.js";
import { DeclaredType } from "../../types/declared-type.js";
import { MappingExecutor } from "../mapping-executor.js";

it("serves no answer under a release that the service no longer had when it gave the answer", async () => {
  let [release, releaseOfAnswers] = ["1", "2"];
  const service = new FunctionResource({
    name: "service",
    release,
    maps: [
      {
        name: "code",
        sourceType: "NAME",
        targetType: "CODE",
        lookUp: () => {
          release = releaseOfAnswers;
          return new Map([["A", "a1"]]);
        },
      },
    ],
  });
  Object.defineProperty(service, "release", { get: () => release });
  const catalog = createCatalog({
    types: ["NAME", "CODE"].map((it) => new DeclaredType(it)),
    resources: [service],
  });
  const executor = new MappingExecutor({ catalog, store: new InMemoryTraceStore() });
  const fromCache = async (): Promise<number> => {
    release = "1";
    const request = { sourceType: "NAME", targetType: "CODE", identifiers: ["A", "B"] };
    return (await executor.executeMapping(request)).summary.fromCache;
  };
  expect(await fromCache()).toBe(0);
  // Release 1 is current again, but the answers are of release 2.
  releaseOfAnswers = "1";
  expect(await fromCache()).toBe(0);
  expect(await fromCache()).toBe(2);
});
