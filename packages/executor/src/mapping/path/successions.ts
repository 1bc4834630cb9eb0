import type { ProvenanceHop, SourceStatus } from "@waymark/trace-core";

import type { IdentifierHistory } from "../../identifier-history.js";
import type { Curation } from "../curation/curation.js";

/** One end of a succession. */
export interface SuccessionEnd {
  /** The hops from the identifier to this end; empty if the identifier itself is the end. */
  readonly hops: readonly ProvenanceHop[];
  /** Whether the end was withdrawn without a successor. */
  readonly isWithdrawn: boolean;
}

export interface Succession {
  /** The status by an override or, if there is none, by the history. */
  readonly status: SourceStatus;
  /** At least one. */
  readonly ends: readonly SuccessionEnd[];
}

export interface SuccessionsOptions {
  readonly type: string;
  /** Undefined for a type without one; then only overrides say what became of its identifiers. */
  readonly history: IdentifierHistory | undefined;
  readonly curation: Curation;
  /** Types that the route may lead to from here. An identifier with an override to one of them is not followed. */
  readonly targetTypes: readonly string[];
}

/** The ends for an identifier that is its own end. */
export const ITSELF: readonly SuccessionEnd[] = [{ hops: [], isWithdrawn: false }];
const WITHDRAWN: readonly SuccessionEnd[] = [{ hops: [], isWithdrawn: true }];

/** What became of the identifiers of one batch, each looked up once. Overrides take precedence over the history. */
export class Successions {
  private readonly known = new Map<string, Succession>();

  constructor(private readonly options: SuccessionsOptions) {}

  of(identifier: string): Succession {
    let succession = this.known.get(identifier);
    if (!succession) this.known.set(identifier, (succession = this.follow(identifier, new Set())));
    return succession;
  }

  /** @param visited the identifiers that led here, so that cycles end */
  private follow(identifier: string, visited: ReadonlySet<string>): Succession {
    const { type, history, curation, targetTypes } = this.options;
    const decided = curation.hopsOf(type, type, identifier);
    const isTaken = targetTypes.some((it) => curation.hopsOf(type, it, identifier) !== undefined);
    if (decided && !isTaken) {
      const before = new Set(visited).add(identifier);
      const ends = decided.flatMap((hop) =>
        hop.identifier === identifier
          ? [{ hops: [hop], isWithdrawn: false }]
          : this.after([hop], hop.identifier, before),
      );
      return successionOf(ends, decided[0]?.identifier === identifier ? "current" : "replaced");
    }
    const answer = history?.lookUp(identifier, this.isDecided) ?? { status: "unknown" as const };
    if (isTaken) return { status: answer.status, ends: ITSELF };
    if (answer.status === "withdrawn") return { status: "withdrawn", ends: WITHDRAWN };
    if (!history || !("successors" in answer)) return { status: answer.status, ends: ITSELF };
    const before = new Set(visited).add(identifier);
    const ends = answer.successors.flatMap((it) => {
      const hops = [...it.via, it.identifier].map((id) => this.hop(history, id, answer.status));
      if (!this.isDecided(it.identifier)) return [{ hops, isWithdrawn: false }];
      return this.after(hops, it.identifier, before);
    });
    return successionOf(ends, answer.status);
  }

  /** What became of the identifier to which the hops lead; empty if it was already visited. */
  private after(
    hops: readonly ProvenanceHop[],
    identifier: string,
    visited: ReadonlySet<string>,
  ): readonly SuccessionEnd[] {
    if (visited.has(identifier)) return [];
    const { ends } = this.follow(identifier, visited);
    return ends.map((it) => ({ ...it, hops: [...hops, ...it.hops] }));
  }

  private readonly isDecided = (identifier: string): boolean =>
    this.options.curation.isDecided(this.options.type, identifier);

  private hop(
    { resource, release, confidence }: IdentifierHistory,
    identifier: string,
    matchedAs: string,
  ): ProvenanceHop {
    // Keys are in the order of canonical JSON, see the core's `canonicalJson`.
    return {
      confidence,
      direction: "forward",
      identifier,
      map: null,
      matchedAs,
      relation: "same",
      release,
      resource,
      type: this.options.type,
    };
  }
}

/** An identifier whose successions only lead back to it is its own end. */
function successionOf(ends: readonly SuccessionEnd[], status: SourceStatus): Succession {
  if (ends.length === 0) return { status, ends: ITSELF };
  if (ends.every((it) => it.isWithdrawn)) return { status: "withdrawn", ends };
  return { status: ends.length > 1 ? "split" : status, ends };
}
