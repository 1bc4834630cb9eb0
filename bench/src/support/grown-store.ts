import type { BenchContext, Disposable } from "./benchmark.js";
import { fillStore, type Filled } from "./fill-store.js";
import { pooledStore, type PooledStore } from "./pooled-store.js";

/** A store that has grown for years; made once for all benchmarks of a run. */
export interface GrownStore extends Disposable, Filled {
  readonly pooled: PooledStore;
  /** Mappings that it was filled with. */
  readonly size: number;
}

export function grownStore(context: BenchContext): Promise<GrownStore> {
  return context.shared("grown store", async () => {
    const pooled = await pooledStore(await context.postgres());
    const size = context.scaled(10_000_000);
    const filled = await fillStore(pooled.store, size, context.tell);
    return { ...filled, pooled, size, dispose: () => pooled.dispose() };
  });
}
