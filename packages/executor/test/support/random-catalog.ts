import type { Relation } from "@waymark/trace-core";
import fc from "fast-check";

import type { CuratedOverride } from "../../src/curated-override.js";
import type { HistoryAnswer } from "../../src/identifier-history.js";
import type { MemoryCatalogOptions, MemoryHistory } from "./memory-catalog.js";
import type { MemoryResourceOptions, MemoryTable } from "./memory-resource.js";

/** Only a few identifiers, so that they coincide: the same ones in every type. */
export const IDENTIFIERS = ["i0", "i1", "i2", "i3"];

const confidence = fc.constantFrom(1, 0.9, 0.5, 0.2);

const targets = fc.uniqueArray(fc.constantFrom(...IDENTIFIERS), { minLength: 1, maxLength: 3 });

const entry = fc.oneof(
  { weight: 6, arbitrary: targets },
  {
    weight: 1,
    arbitrary: fc.record({ identifier: fc.constantFrom(...IDENTIFIERS), confidence }).map((it) => [it]),
  },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constant(new Error("out of order")) },
);

const table: fc.Arbitrary<MemoryTable> = fc.dictionary(fc.constantFrom(...IDENTIFIERS), entry, {
  maxKeys: 4,
});

const ranks = fc
  .array(fc.record({ confidence, table }), { minLength: 1, maxLength: 3 })
  .map((list) => list.map((it, i) => (list.length > 1 ? { ...it, as: `rank ${String(i)}` } : it)));

const history: fc.Arbitrary<HistoryAnswer> = fc.oneof(
  fc.constant({ status: "current" } as const),
  fc.constant({ status: "withdrawn" } as const),
  fc.uniqueArray(fc.constantFrom(...IDENTIFIERS), { minLength: 1, maxLength: 2 }).map((successors) => ({
    status: successors.length > 1 ? ("split" as const) : ("replaced" as const),
    successors: successors.map((identifier, i) => ({ identifier, via: i === 0 ? ["between"] : [] })),
  })),
);

function histories(types: readonly string[]): fc.Arbitrary<MemoryHistory[]> {
  return fc.uniqueArray(fc.constantFrom(...types), { maxLength: 2 }).chain((chosen) =>
    fc.tuple(
      ...chosen.map((type) =>
        fc.record({
          type: fc.constant(type),
          resource: fc.constant(`${type}-history`),
          answers: fc.dictionary(fc.constantFrom(...IDENTIFIERS), history, { maxKeys: 3 }),
          confidence,
        }),
      ),
    ),
  );
}

function resource(name: string, from: string, to: string): fc.Arbitrary<MemoryResourceOptions> {
  return fc.record({ relation: fc.constantFrom<Relation>("same", "names"), ranks }).map((map) => ({
    name,
    maps: [{ from, to, ...map }],
  }));
}

interface RandomCatalog extends MemoryCatalogOptions {
  readonly resources: readonly MemoryResourceOptions[];
}

/** From `A` via `B` and `C` to `Z`, with short cuts and two tables for each hop; one to four paths. */
export const randomCatalog: fc.Arbitrary<RandomCatalog> = fc
  .record({
    resources: fc.tuple(
      resource("ab", "A", "B"),
      resource("ab2", "A", "B"),
      resource("bc", "B", "C"),
      resource("cz", "C", "Z"),
      resource("bz", "B", "Z"),
      resource("az", "A", "Z"),
    ),
    histories: histories(["A", "B", "C"]),
    paths: fc.uniqueArray(
      fc.constantFrom(["ab", "bc", "cz"], ["ab", "bz"], ["ab2", "bz"], ["ab2", "bc", "cz"], ["az"]),
      { minLength: 1, maxLength: 4, selector: (it) => it.join() },
    ),
  })
  .map((it) => ({ ...it, paths: Object.fromEntries(it.paths.map((steps, i) => [`p${String(i)}`, steps])) }));

const place = fc.tuple(fc.constantFrom("A", "B", "C", "Z"), fc.constantFrom(...IDENTIFIERS));

/** Up to four overrides for identifiers of those types; at most one for any pair of identifiers. */
export const randomOverrides: fc.Arbitrary<CuratedOverride[]> = fc.uniqueArray(
  fc.tuple(place, place, fc.boolean()).map(([from, to, isNever]) => ({
    sourceType: from[0],
    sourceId: from[1],
    targetType: to[0],
    targetId: to[1],
    isNever,
    author: "ann",
    reason: "I know",
  })),
  {
    maxLength: 4,
    selector: (it) => [`${it.sourceType} ${it.sourceId}`, `${it.targetType} ${it.targetId}`].sort().join(),
  },
);
