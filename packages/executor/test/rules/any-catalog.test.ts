import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { mapAll } from "../support/map-all.js";
import { memoryCatalog } from "../support/memory-catalog.js";
import { IDENTIFIERS, randomCatalog, randomOverrides } from "../support/random-catalog.js";
import { referenceMapping } from "../support/reference-mapping.js";
import { PathFinder } from "../../src/mapping/path-finder.js";
import { MappingPlan } from "../../src/mapping/plan/mapping-plan.js";

const inputs = [...IDENTIFIERS, "i0", "unknown"];
const minConfidence = fc.constantFrom(0, 0.3);
const sizes = fc.record({
  batchSize: fc.constantFrom(1, 2, 1000),
  sliceSize: fc.constantFrom(1, 3, 1000),
  concurrency: fc.constantFrom(1, 3),
});

describe("any catalog, any data, any fault", () => {
  it("is mapped like the reference", async () => {
    await fc.assert(
      fc.asyncProperty(randomCatalog, minConfidence, sizes, async (catalog, min, options) => {
        const run = await mapAll(catalog, inputs, { minConfidence: min, ...options });

        expect(run.results.map((it) => it.raw)).toEqual(inputs);
        let branches = 0;
        for (const { raw, outcome, targets } of run.results) {
          const expected = referenceMapping(catalog, raw, min);
          expect({ raw, ...pick(outcome) }).toEqual({
            raw,
            outcome: expected.outcome,
            isProvisional: expected.isProvisional,
            isAmbiguous: expected.isAmbiguous,
            matchedAs: outcome.matchedAs,
            lossCount: expected.lossCount,
            targetCount: expected.targets.size,
          });
          expect(expected.matchedAs).toContain(outcome.matchedAs);
          expect(outcome.answerFingerprint !== null).toBe(expected.mayBeCached);
          expect(new Map(targets.map((it) => [it.id, round(it.confidence)]))).toEqual(
            new Map([...expected.targets].map(([id, confidence]) => [id, round(confidence)])),
          );
          for (const target of targets) {
            expect(target.hops.at(-1)?.identifier).toBe(target.id);
            expect(round(target.hops.reduce((product, hop) => product * hop.confidence, 1))).toBe(
              round(target.confidence),
            );
          }
        }
        for (const raw of new Set(inputs)) branches += referenceMapping(catalog, raw, min).branches;
        expect((await run.store.countRecords()).provenance).toBe(branches);
        const anyFailed = run.results.some((it) =>
          it.outcome.losses.some((loss) => loss.reason === "failed"),
        );
        expect(run.session.status).toBe(anyFailed ? "partial" : "completed");
      }),
      { numRuns: 150 },
    );
  });

  it("leaves a trace from which every result can be rebuilt, validated or not", async () => {
    await fc.assert(
      fc.asyncProperty(randomCatalog, minConfidence, fc.boolean(), async (catalog, min, validate) => {
        const { store, session, results } = await mapAll(catalog, inputs, { minConfidence: min, validate });
        const key = { sessionId: session.id, limit: 1_000 };
        const outcomes = new Map((await store.listOutcomes(key)).items.map((it) => [it.sourceId, it]));
        const provenance = (await store.listProvenance(key)).items;
        const executions = new Map((await store.listPathExecutions(key)).items.map((it) => [it.id, it]));
        for (const result of results) {
          const outcome = outcomes.get(result.outcome.sourceId);
          expect({ ...outcome, rawIds: [] }).toEqual({ ...result.outcome, rawIds: [] });
          const rebuilt = (outcome?.targets ?? []).map((target) => {
            const branches = provenance.filter(
              (it) => it.mappingId === target.mappingId && it.pathId === target.pathId,
            );
            expect(branches.every((it) => executions.get(it.pathExecutionId)?.pathId === target.pathId)).toBe(
              true,
            );
            const hops = new Set(branches.map((it) => JSON.stringify(it.hops)));
            const shown = result.targets.find((it) => it.id === target.targetId);
            expect(hops).toContain(JSON.stringify(shown?.hops));
            return [target.targetId, target.confidence, target.validationStatus];
          });
          expect(result.targets.map((it) => [it.id, it.confidence, it.validationStatus])).toEqual(rebuilt);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("is served from the cache as it was mapped, with the same coverage, if it may be cached", async () => {
    await fc.assert(
      fc.asyncProperty(randomCatalog, minConfidence, async (catalog, min) => {
        const store = new InMemoryTraceStore();
        const first = await mapAll(catalog, inputs, { store, minConfidence: min });
        const second = await mapAll(catalog, inputs, { store, minConfidence: min, sliceSize: 2 });

        for (const [i, { outcome, targets, servedFrom }] of second.results.entries()) {
          const before = first.results[i];
          expect(servedFrom).toBe(before?.outcome.answerFingerprint === null ? "live" : "cache");
          expect(targets).toEqual(before?.targets);
          expect(pick(outcome)).toEqual(before && pick(before.outcome));
        }
        expect(second.hops).toEqual(first.hops);
      }),
      { numRuns: 80 },
    );
  });

  it("follows overrides at every hop, also when served from the cache", async () => {
    await fc.assert(
      fc.asyncProperty(randomCatalog, randomOverrides, async (options, overrides) => {
        const catalog = { ...memoryCatalog(options), overrides };
        const store = new InMemoryTraceStore();
        const first = await mapAll(catalog, inputs, { store });
        const second = await mapAll(catalog, inputs, { store, sliceSize: 2 });

        for (const [i, { outcome, targets, servedFrom }] of second.results.entries()) {
          const before = first.results[i];
          expect(servedFrom).toBe(before?.outcome.answerFingerprint === null ? "live" : "cache");
          expect(targets).toEqual(before?.targets);
          for (const { hops } of targets) {
            const places = [{ type: "A", identifier: outcome.sourceId }, ...hops].map(placeOf);
            for (const { isNever, ...it } of overrides) {
              const from = placeOf({ type: it.sourceType, identifier: it.sourceId });
              const to = placeOf({ type: it.targetType, identifier: it.targetId });
              if (isNever) expect(from !== to && places.includes(from) && places.includes(to)).toBe(false);
              else
                for (const [at, hop] of hops.entries())
                  if (places[at] === from && hop.type === it.targetType)
                    expect(hop.resource).toBe("overrides");
            }
          }
        }
        expect(second.hops).toEqual(first.hops);
      }),
      { numRuns: 150 },
    );
  });

  it("maps again exactly the answers that consulted the resource that changed", async () => {
    const changed = fc.constantFrom("ab", "ab2", "bc", "cz", "bz", "az", "A-history", "B-history");
    await fc.assert(
      fc.asyncProperty(randomCatalog, changed, async (catalog, name) => {
        const store = new InMemoryTraceStore();
        await mapAll(catalog, inputs, { store });
        const next = {
          ...catalog,
          resources: catalog.resources.map((it) => (it.name === name ? { ...it, release: "2" } : it)),
          histories: (catalog.histories ?? []).map((it) =>
            it.resource === name ? { ...it, release: "2" } : it,
          ),
        };
        for (const { raw, servedFrom } of (await mapAll(next, inputs, { store })).results) {
          const { consulted, mayBeCached } = referenceMapping(catalog, raw, 0);
          expect([raw, servedFrom]).toEqual([raw, mayBeCached && !consulted.has(name) ? "cache" : "live"]);
        }
      }),
      { numRuns: 80 },
    );
  });

  it("consults only sets of resources that the plan has enumerated", async () => {
    await fc.assert(
      fc.asyncProperty(randomCatalog, randomOverrides, minConfidence, async (options, overrides, min) => {
        const catalog = { ...memoryCatalog(options), overrides };
        const plan = new MappingPlan(catalog, new PathFinder(catalog).find("A", "Z"), {
          sourceType: "A",
          targetType: "Z",
          minConfidence: min,
          confidenceRule: "product",
        });
        const thoughtOf = new Set<string | null>([null, ...plan.answerFingerprints]);
        const { results } = await mapAll(catalog, inputs, { minConfidence: min });
        for (const { outcome } of results) expect(thoughtOf).toContain(outcome.answerFingerprint);
      }),
      { numRuns: 80 },
    );
  });
});

function pick(outcome: Awaited<ReturnType<typeof mapAll>>["results"][number]["outcome"]): object {
  const { isProvisional, isAmbiguous, matchedAs, lossCount, targetCount } = outcome;
  return { outcome: outcome.outcome, isProvisional, isAmbiguous, matchedAs, lossCount, targetCount };
}

function placeOf({ type, identifier }: { readonly type: string; readonly identifier: string }): string {
  return `${type} ${identifier}`;
}

function round(confidence: number): number {
  return Math.round(confidence * 1e9) / 1e9;
}
