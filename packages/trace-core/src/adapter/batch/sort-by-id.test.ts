import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { compareIds, sortById } from "./sort-by-id.js";

// Some have equal beginnings, and some are equal.
const id = fc.oneof(
  fc.uuid(),
  fc.nat({ max: 300 }).map((it) => `ffffffff-0000-8000-8000-${it.toString(16).padStart(12, "0")}`),
  fc.nat({ max: 30 }).map((it) => `${it.toString(16).padStart(8, "0")}-0000-8000-8000-000000000000`),
);

describe("sortById", () => {
  it("sorts few and many records by their ids, and is stable", () => {
    fc.assert(
      fc.property(fc.array(id, { maxLength: 300, size: "max" }), (ids) => {
        const records = ids.map((it, place) => ({ id: it, place }));
        expect(sortById(records)).toEqual([...records].sort(compareIds));
      }),
    );
  });
});
