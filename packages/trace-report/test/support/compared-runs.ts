import { MappingExecutor, type MappingExecutorOptions, type MappingRequest } from "@waymark/executor";
import type { TraceStore } from "@waymark/trace-core";

import { diffRuns, type MappingChange, type RunDiff } from "../../src/index.js";
import { tableCatalog, type Table, type TableCatalogOptions, type TableOptions } from "./table-catalog.js";

/** A table of the first step, from A to B. */
export const names = (
  table: Table,
  release: string | null = "1",
  rest: Partial<TableOptions> = {},
): TableOptions => ({
  name: "names",
  release,
  from: "A",
  to: "B",
  ranks: [{ confidence: 1, table }],
  ...rest,
});

/** A table of the second step, from B to Z. */
export const products = (
  table: Table,
  release: string | null = "1",
  rest: Partial<TableOptions> = {},
): TableOptions => ({
  name: "products",
  release,
  from: "B",
  to: "Z",
  ranks: [{ confidence: 0.9, table }],
  ...rest,
});

/** Both tables, and one path through both steps. */
export const catalog = (...tables: readonly TableOptions[]): TableCatalogOptions => ({
  tables,
  paths: { main: ["names", "products"] },
});

/** The settings of one of the two runs. */
export type Settings = TableCatalogOptions & {
  readonly request?: Partial<MappingRequest>;
  readonly executor?: Pick<MappingExecutorOptions, "combineConfidence" | "confidenceRule" | "maxBranches">;
};

/** The difference between two runs, one after the other on the same store. */
export async function compared(store: TraceStore, before: Settings, after: Settings): Promise<RunDiff> {
  const ids: string[] = [];
  for (const { request, executor: settings, ...options } of [before, after]) {
    const executor = new MappingExecutor({ catalog: tableCatalog(options), store, ...settings });
    const { session } = await executor.executeMapping({
      sourceType: "A",
      targetType: "Z",
      identifiers: ["x", "y"],
      ...request,
    });
    ids.push(session.id);
  }
  const [a = "", b = ""] = ids;
  return diffRuns(store, a, b);
}

/** A change in a few words. */
export const brief = ({ kind, sourceId, targetId }: MappingChange): string =>
  `${kind} ${sourceId} ${String(targetId)}`;

/** The changes, and the causes of all of them. */
export function told({ changes }: RunDiff): [string[], unknown[]] {
  const causes = new Map(
    changes.items.flatMap((it) => it.causes.map((cause) => [JSON.stringify(cause), cause])),
  );
  return [changes.items.map(brief), [...causes.values()]];
}

/** The content of both tables unless a test changes it. */
export const same = { x: ["bx"], y: ["by"] };
export const targets = { bx: ["zx"], by: ["zy"] };
