import type { Benchmark } from "../support/benchmark.js";
import { compare } from "../support/compare.js";
import { settle, warm } from "../support/fill-store.js";
import { grownStore, youngStore } from "../support/grown-store.js";
import { findMappingsSide, lookUps } from "../support/look-ups.js";

export const growthRead: Benchmark = {
  name: "growth-read",
  measure: "findMappings with 1,000 ids per call at 10,000,000 mappings, compared with the first 100,000",
  unit: "ids/s",
  target: 0.8,
  rounds: 9,
  isGrowth: true,
  async run(context) {
    const grown = await grownStore(context);
    const young = await youngStore(context);
    try {
      for (const { pool } of [young, grown.pooled]) {
        await settle(pool);
        await warm(pool);
      }
      const calls = context.scaled(100, 10);
      const rounds = await compare(context, {
        ours: findMappingsSide(grown.pooled.store, lookUps(grown.size, calls)),
        reference: findMappingsSide(young.store, lookUps(young.size, calls)),
      });
      return { rounds, series: grown.readSeries };
    } finally {
      await young.dispose();
    }
  },
};
