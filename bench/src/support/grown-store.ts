import type { BenchContext, Disposable } from "./benchmark.js";
import { fillStore, type Filled } from "./fill-store.js";
import { findMappingsSide, lookUps } from "./look-ups.js";
import { pooledStore, type PooledStore } from "./pooled-store.js";

/** A store with many mappings; created once for all benchmarks of a run. */
export interface GrownStore extends Disposable, Filled {
  readonly pooled: PooledStore;
  /** Number of mappings that it was filled with. */
  readonly size: number;
  /** Ids per second looked up at each point of the curve of writes. */
  readonly readSeries: Filled["series"];
}

/** Look-ups per point of the curve. */
const CALLS = 20;

/** A store with the first 100,000 mappings, for comparison with the grown one. */
export async function youngStore(context: BenchContext): Promise<PooledStore & { readonly size: number }> {
  const pooled = await pooledStore(await context.postgres());
  const size = context.scaled(100_000);
  await fillStore(pooled.store, size, context.tell);
  return { ...pooled, size };
}

export function grownStore(context: BenchContext): Promise<GrownStore> {
  return context.shared("grown store", async () => {
    const pooled = await pooledStore(await context.postgres());
    const size = context.scaled(10_000_000);
    const readSeries: [number, number][] = [];
    const filled = await fillStore(pooled.store, size, context.tell, async (sizeNow) => {
      const measurement = await findMappingsSide(pooled.store, lookUps(sizeNow, CALLS))();
      const begin = performance.now();
      const found = await measurement.run();
      readSeries.push([sizeNow, (found * 1_000) / (performance.now() - begin)]);
    });
    return { ...filled, readSeries, pooled, size, dispose: () => pooled.dispose() };
  });
}
