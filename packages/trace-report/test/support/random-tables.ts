import fc from "fast-check";

import type { HistoryOptions, Table, TableCatalogOptions, TableOptions } from "./table-catalog.js";

/** So few identifiers that they often coincide; every type uses the same ones. */
export const IDENTIFIERS = ["i0", "i1", "i2", "i3"];

const identifier = fc.constantFrom(...IDENTIFIERS);

export const randomTable: fc.Arbitrary<Table> = fc.dictionary(
  identifier,
  fc.oneof(
    { weight: 6, arbitrary: fc.uniqueArray(identifier, { minLength: 1, maxLength: 3 }) },
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constant(new Error("out of order")) },
  ),
  { maxKeys: 4, noNullPrototype: true },
);

const ranks = fc
  .array(fc.record({ confidence: fc.constantFrom(1, 0.9, 0.5, 0.2), table: randomTable }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((list) => list.map((it, i) => (list.length > 1 ? { ...it, as: `rank ${String(i)}` } : it)));

function table(name: string, from: string, to: string): fc.Arbitrary<TableOptions> {
  return fc.record({
    name: fc.constant(name),
    from: fc.constant(from),
    to: fc.constant(to),
    relation: fc.constantFrom("same" as const, "names" as const),
    ranks,
    vetoes: fc.array(
      fc.record({
        sourceType: fc.constant(from),
        sourceId: identifier,
        targetType: fc.constant(to),
        targetId: identifier,
        reason: fc.constant("not so"),
      }),
      { maxLength: 1 },
    ),
  });
}

const histories: fc.Arbitrary<HistoryOptions[]> = fc.uniqueArray(
  fc.record({
    type: fc.constantFrom("A", "B"),
    resource: fc.constant("history"),
    successors: fc.dictionary(fc.constantFrom("i0", "i1"), fc.subarray(["i2", "i3"]), {
      maxKeys: 2,
      noNullPrototype: true,
    }),
  }),
  { maxLength: 1, selector: (it) => it.type },
);

const overrides = fc.array(
  fc.record({
    sourceType: fc.constant("A"),
    sourceId: identifier,
    targetType: fc.constantFrom("B", "Z"),
    targetId: identifier,
    isNever: fc.boolean(),
    author: fc.constant("me"),
    reason: fc.constant("I know"),
  }),
  { maxLength: 1 },
);

/** From `A` via `B` and `C` to `Z`, with short cuts; one to three paths. */
export const randomCatalog: fc.Arbitrary<TableCatalogOptions> = fc
  .record({
    tables: fc.tuple(
      table("ab", "A", "B"),
      table("bc", "B", "C"),
      table("cz", "C", "Z"),
      table("bz", "B", "Z"),
      table("az", "A", "Z"),
    ),
    histories,
    overrides,
    paths: fc.uniqueArray(fc.constantFrom(["ab", "bc", "cz"], ["ab", "bz"], ["az"]), {
      minLength: 1,
      selector: (it) => it.join(),
    }),
  })
  .map((it) => ({ ...it, paths: Object.fromEntries(it.paths.map((steps, i) => [`p${String(i)}`, steps])) }));
