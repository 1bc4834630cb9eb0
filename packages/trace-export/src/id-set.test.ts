import { randomUUID } from "node:crypto";

import { uuidV7 } from "@waymark/trace-core";
import fc from "fast-check";
import { expect, it } from "vitest";

import { IdSet } from "./id-set.js";

it("knows what was added, as a set of strings does", () => {
  fc.assert(
    fc.property(fc.array(fc.uuid(), { maxLength: 3_000 }), (ids) => {
      const set = new IdSet();
      const reference = new Set<string>();
      for (const id of [...ids, ...ids]) {
        expect(set.add(id)).toBe(!reference.has(id));
        reference.add(id);
      }
      expect(set.size).toBe(reference.size);
    }),
    { numRuns: 20 },
  );
});

it("takes the UUID of zeros, those that differ in one bit, and as many as there are", () => {
  const set = new IdSet();
  const zero = "00000000-0000-0000-0000-000000000000";
  expect([set.add(zero), set.add(zero)]).toEqual([true, false]);
  const ids = new Set([
    ...Array.from(
      { length: 5_000 },
      (_, i) => `${zero.slice(0, -4)}${(i + 1).toString(16).padStart(4, "0")}`,
    ),
    ...Array.from({ length: 5_000 }, () => uuidV7()),
    ...Array.from({ length: 5_000 }, () => randomUUID() as string),
  ]);
  expect([...ids].filter((id) => !set.add(id))).toEqual([]);
  expect([...ids].filter((id) => set.add(id))).toEqual([]);
  expect(set.size).toBe(ids.size + 1);
});
