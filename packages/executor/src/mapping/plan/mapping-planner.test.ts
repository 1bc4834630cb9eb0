import { isStorableIdentifier } from "@waymark/trace-core";
import { expect, it } from "vitest";

import { memoryCatalog } from "../../../test/support/memory-catalog.js";
import { resolveRequest } from "../request/resolve-request.js";
import { MappingPlanner } from "./mapping-planner.js";

function resource(name: string, from: string, to: string) {
  return { name, maps: [{ name: "m", from, to, ranks: [{ table: {} }] }] };
}

it("gives a path from a secondary type an id that a trace can hold, however long the ids of its parts are", () => {
  const [first, second] = ["f".repeat(400), "s".repeat(400)] as const;
  const catalog = memoryCatalog({
    resources: [resource("x", "B", "A"), resource("y", "A", "Z")],
    paths: { [first]: ["x.m"], [second]: ["y.m"] },
  });
  const request = resolveRequest({
    sourceType: "A",
    targetType: "Z",
    secondaryTypes: ["B"],
    identifiers: [],
  });

  const [secondary] = new MappingPlanner(catalog, {}).plan(request).secondary;

  const ids = secondary?.plan.routes.map(({ path }) => path.id) ?? [];
  expect(ids).toHaveLength(1);
  expect(ids.every(isStorableIdentifier)).toBe(true);
});
