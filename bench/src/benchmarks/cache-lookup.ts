import type { Benchmark } from "../support/benchmark.js";
import { compare } from "../support/compare.js";
import { fillStore, settle } from "../support/fill-store.js";
import { findMappingsSide, lookUps, selectSide } from "../support/look-ups.js";
import { pooledStore } from "../support/pooled-store.js";

export const cacheLookup: Benchmark = {
  name: "cache-lookup",
  measure:
    "findMappings with 1,000 ids per call over 1,000,000 mappings, compared with a hand-written SELECT … = ANY($3)",
  unit: "ids/s",
  target: 0.7,
  rounds: 9,
  async run(context) {
    const server = await context.postgres();
    const count = context.scaled(1_000_000);
    const pooled = await pooledStore(server);
    try {
      await fillStore(pooled.store, count, context.tell);
      await settle(pooled.pool);
      const calls = context.scaled(100, 10);
      const rounds = await compare(context, {
        ours: findMappingsSide(pooled.store, lookUps(count, calls)),
        reference: await selectSide(pooled.pool, lookUps(count, calls)),
      });
      return { rounds };
    } finally {
      await pooled.dispose();
    }
  },
};
