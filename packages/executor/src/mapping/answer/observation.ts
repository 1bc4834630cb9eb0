import { canonicalJson, compareBytes, type MappingDirection, type ProvenanceHop } from "@waymark/trace-core";

/** One branch that reached a target. */
export interface Observation {
  readonly provenanceId: string;
  readonly recordedAt: Date;
  readonly pathId: string;
  /** Index of the path among those of the run. */
  readonly route: number;
  readonly confidence: number;
  readonly hops: readonly ProvenanceHop[];
  readonly direction: MappingDirection;
  /** Whether it starts at a secondary identifier of the input. */
  readonly isDerived: boolean;
  /** The interpretation of the input by the path's first step. */
  readonly matchedAs: string | null;
}

type Rank = Pick<Observation, "confidence" | "hops" | "route">;

/** The best branch first: highest confidence, fewest hops, earlier route, then the hops by bytes. */
export function compareObservations(a: Rank, b: Rank): number {
  return (
    b.confidence - a.confidence ||
    a.hops.length - b.hops.length ||
    a.route - b.route ||
    compareBytes(canonicalJson(a.hops), canonicalJson(b.hops))
  );
}
