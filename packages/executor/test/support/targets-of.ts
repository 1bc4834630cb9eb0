import type { StepDirection } from "@waymark/trace-core";

import type { LoadedCatalog } from "../../src/catalog/load-catalog.js";

/** The targets that a catalog's map has for an identifier, each with its own confidence. */
export async function targetsOf(
  { catalog }: LoadedCatalog,
  step: string,
  identifier: string,
  rank = 0,
  direction: StepDirection = "forward",
): Promise<string[]> {
  const [name = "", map = ""] = step.split(".");
  const { signal } = new AbortController();
  const resource = catalog.resources.get(name);
  const result = await resource?.lookUp({ map, rank, direction, identifiers: [identifier], signal });
  return (result?.hits.get(identifier) ?? []).map(
    (it) => it.identifier + (it.confidence === null ? "" : ` ${it.confidence}`),
  );
}
