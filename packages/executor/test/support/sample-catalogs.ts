import type { MappingRequest } from "../../src/mapping/request/mapping-request.js";
import type { MemoryCatalogOptions } from "./memory-catalog.js";
import type { MemoryResourceOptions, MemoryTable } from "./memory-resource.js";

/** The error of a resource that cannot answer. */
export const broken = new Error("disk on fire");

/** Labels with three interpretations, and a step from their entity to the target. */
export function labels(tables: readonly MemoryTable[], next: MemoryTable): MemoryCatalogOptions {
  const names = ["approved", "previous", "alias"];
  const ranks = tables.map((table, i) => ({ as: names[i] ?? "other", confidence: 1 - i * 0.1, table }));
  return {
    resources: [
      { name: "labels", maps: [{ from: "A", to: "B", relation: "names", ranks }] },
      { name: "next", maps: [{ from: "B", to: "Z", ranks: [{ confidence: 0.9, table: next }] }] },
    ],
    paths: { main: ["labels", "next"] },
  };
}

/** `a0`, `a1` and so on. */
export const ids = (count: number): string[] => Array.from({ length: count }, (_, i) => `a${String(i)}`);

/** Every identifier has two targets through a node of its own; every tenth is unknown. */
export function numbered(count: number, options: Partial<MemoryResourceOptions> = {}): MemoryCatalogOptions {
  const known = ids(count).filter((_, i) => i % 10 !== 9);
  return {
    resources: [
      {
        name: "first",
        maps: [
          {
            from: "A",
            to: "B",
            relation: "names",
            ranks: [{ table: Object.fromEntries(known.map((id) => [id, [`b${id}`]])) }],
          },
        ],
        ...options,
      },
      {
        name: "second",
        maps: [
          {
            from: "B",
            to: "Z",
            ranks: [{ table: Object.fromEntries(known.map((id) => [`b${id}`, [`z${id}`, "z"]])) }],
          },
        ],
      },
    ],
    paths: { main: ["first", "second"] },
  };
}

/** From `A` to `Z`. */
export function request(
  identifiers: MappingRequest["identifiers"],
  rest: Partial<MappingRequest> = {},
): MappingRequest {
  return { sourceType: "A", targetType: "Z", identifiers, ...rest };
}
