import type { Step } from "../../catalog.js";

/** `resource.map`, followed by `^-1` if the map is read backwards. */
export function stepName({ resource, map, direction }: Step): string {
  return `${resource.name}.${map.name}${direction === "reverse" ? "^-1" : ""}`;
}

/** The type of the identifiers that go into a step. */
export function stepInputType({ map, direction }: Step): string {
  return direction === "forward" ? map.sourceType : map.targetType;
}

/** The type of the identifiers that come out of a step. */
export function stepOutputType({ map, direction }: Step): string {
  return direction === "forward" ? map.targetType : map.sourceType;
}
