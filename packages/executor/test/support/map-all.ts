import type { MappingRequest } from "../../src/mapping/request/mapping-request.js";
import type { MappingResult, MappingRunResult } from "../../src/mapping/result/mapping-result.js";
import { MappingExecutor, type MappingExecutorOptions } from "../../src/mapping/mapping-executor.js";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { memoryCatalog, type MemoryCatalog, type MemoryCatalogOptions } from "./memory-catalog.js";

export interface Mapped extends MappingRunResult {
  readonly store: InMemoryTraceStore;
  readonly catalog: MemoryCatalog;
  /** By raw input; of equal inputs, the last one. */
  readonly byRaw: ReadonlyMap<string, MappingResult>;
}

type Options = Partial<Omit<MappingRequest, "identifiers">> &
  Partial<Omit<MappingExecutorOptions, "catalog" | "store">> & { readonly store?: InMemoryTraceStore };

/** Maps from type `A` to type `Z`, unless told otherwise, over a catalog of plain objects. */
export async function mapAll(
  options: MemoryCatalogOptions | MemoryCatalog,
  identifiers: MappingRequest["identifiers"],
  { store = new InMemoryTraceStore(), ...rest }: Options = {},
): Promise<Mapped> {
  const catalog = "types" in options ? options : memoryCatalog(options);
  const executor = new MappingExecutor({ catalog, store, ...rest });
  const run = await executor.executeMapping({ sourceType: "A", targetType: "Z", identifiers, ...rest });
  return { ...run, store, catalog, byRaw: new Map(run.results.map((it) => [it.raw, it])) };
}

/** The one result of one input. */
export async function mapOne(
  options: MemoryCatalogOptions | MemoryCatalog,
  identifier: string,
  rest: Options = {},
): Promise<MappingResult> {
  const { results } = await mapAll(options, [identifier], rest);
  const [result] = results;
  if (!result) throw new Error("no result");
  return result;
}

export function targetIds(result: MappingResult): string[] {
  return result.targets.map((it) => it.id);
}
