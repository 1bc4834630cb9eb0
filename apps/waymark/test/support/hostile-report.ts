import { createCatalog, DeclaredType, FunctionResource, MappingExecutor } from "@waymark/executor";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { runReport, type RunReport } from "@waymark/trace-report";

/** Text that a page must show as it is. It has no dot, since a resource's name must not have one. */
export const HOSTILE = `<script>document["title"]="taken"</script><img src=x onerror=alert(1)>"'&`;

/**
 * The report of a real run with every outcome that a function can cause, and with labels that would break a careless
 * page.
 */
export async function hostileReport(): Promise<RunReport> {
  const labels = new FunctionResource({
    name: `labels ${HOSTILE}`,
    release: HOSTILE,
    maps: [
      {
        name: "label",
        sourceType: "LABEL",
        targetType: "ENTITY",
        relation: "names",
        ranks: [
          {
            name: HOSTILE,
            lookUp: (ids) => ({
              hits: Object.fromEntries(
                ids
                  .filter((it) => !it.startsWith("no"))
                  .map((it) => [it, it.startsWith("two") ? ["1", "2"] : "1"]),
              ),
            }),
          },
        ],
      },
    ],
  });
  const entities = new FunctionResource({
    name: "entities",
    release: "2026-11",
    maps: [
      {
        name: "product",
        sourceType: "ENTITY",
        targetType: "PRODUCT",
        relation: "product",
        lookUp: (ids) => ({
          hits: Object.fromEntries(ids.filter((it) => it === "1").map((it) => [it, ["P1", "P2"]])),
        }),
      },
    ],
  });
  const catalog = createCatalog({
    types: ["LABEL", "ENTITY", "PRODUCT"].map((name) => new DeclaredType(name)),
    resources: [labels, entities],
  });
  const store = new InMemoryTraceStore();
  const { session } = await new MappingExecutor({ catalog, store }).executeMapping({
    sourceType: "LABEL",
    targetType: "PRODUCT",
    identifiers: ["one", "two", `no ${HOSTILE}`, "no \u{1F9EC} 基因", HOSTILE],
    tags: [HOSTILE],
  });
  return runReport(store, session.id);
}
