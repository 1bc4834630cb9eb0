import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { describe, expect, it } from "vitest";

import { createCatalog } from "../../src/catalog/create-catalog.js";
import { MappingExecutor } from "../../src/mapping/mapping-executor.js";
import { DeclaredType } from "../../src/types/declared-type.js";
import { serviceAt } from "../support/http-resource.js";
import { testServer } from "../support/http-server.js";

describe("the release of a service", () => {
  it("is recorded as each answer named it, even when it changes during a run", async () => {
    const { url } = await testServer(({ query }, index) => ({
      headers: { "X-Release": index < 2 ? "2026_01" : "2026_02" },
      body: [{ id: query.get("q"), target: "1" }],
    }));
    const service = serviceAt(
      { url: `${url}/?q={ids}`, batchSize: 1 },
      { release: { header: "X-Release" }, resilience: { concurrency: 1 } },
    );
    const types = ["SOURCE", "TARGET"].map((it) => new DeclaredType(it));
    const catalog = createCatalog({ types, resources: [service] });
    const store = new InMemoryTraceStore();
    const { session } = await new MappingExecutor({ catalog, store }).executeMapping({
      sourceType: "SOURCE",
      targetType: "TARGET",
      identifiers: ["a", "b", "c"],
    });
    const { items: provenance } = await store.listProvenance({ sessionId: session.id });
    const mappings = await store.getMappings(provenance.map((it) => it.mappingId));
    const releases = provenance.map((it) => {
      const source = mappings.find(({ id }) => id === it.mappingId)?.sourceId;
      return `${source} ${it.hops[0]?.release}`;
    });
    expect(releases.sort()).toEqual(["a 2026_01", "b 2026_01", "c 2026_02"]);
    const { items } = await store.listPathExecutions({ sessionId: session.id });
    expect(items[0]?.steps[0]?.release).toBe("2026_02");
  });
});
