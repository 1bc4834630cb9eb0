import type { ProvenanceHop } from "@waymark/trace-core";

/** One way from an input of a batch to where it has got so far; the hops are linked backwards. */
export interface Branch {
  /** Index of the input in its batch. */
  readonly origin: number;
  readonly identifier: string;
  readonly parent: Branch | null;
  /** The hop that led here; null at the input itself. */
  readonly hop: ProvenanceHop | null;
  /** The interpretation of the input by the path's first step; null before that step, or if it has only one. */
  readonly matchedAs: string | null;
  /** Whether something on the way here failed that should have answered first. */
  readonly isProvisional: boolean;
}

export function rootBranch(origin: number, identifier: string): Branch {
  return { origin, identifier, parent: null, hop: null, matchedAs: null, isProvisional: false };
}

/** The hops from the input, in order. */
export function hopsOf(branch: Branch): ProvenanceHop[] {
  const hops: ProvenanceHop[] = [];
  for (let at: Branch | null = branch; at?.hop; at = at.parent) hops.push(at.hop);
  return hops.reverse();
}
