import type { ProvenanceHop, SourceStatus } from "@waymark/trace-core";

import type { IdentifierHistory } from "../../identifier-history.js";
import type { Curation } from "../curation/curation.js";

/** One end of a succession. */
export interface SuccessionEnd {
  /** From the identifier on; empty when it is the end itself. */
  readonly hops: readonly ProvenanceHop[];
  /** The end has no successor, and is not to be used. */
  readonly isWithdrawn: boolean;
}

export interface Succession {
  /** What the history says, or those who decided what became of the identifier. */
  readonly status: SourceStatus;
  /** At least one. */
  readonly ends: readonly SuccessionEnd[];
}

export interface SuccessionsOptions {
  readonly type: string;
  /** Undefined for a type without one: then only people say what became of its identifiers. */
  readonly history: IdentifierHistory | undefined;
  readonly curation: Curation;
  /** Types to which a decision takes an identifier from here; where there is one, nothing is followed. */
  readonly targetTypes: readonly string[];
}

/** Nothing became of it. */
export const ITSELF: readonly SuccessionEnd[] = [{ hops: [], isWithdrawn: false }];
const WITHDRAWN: readonly SuccessionEnd[] = [{ hops: [], isWithdrawn: true }];

/** What became of the identifiers of one batch, each asked for once. What people decided comes before the history. */
export class Successions {
  private readonly known = new Map<string, Succession>();

  constructor(private readonly options: SuccessionsOptions) {}

  of(identifier: string): Succession {
    let succession = this.known.get(identifier);
    if (!succession) this.known.set(identifier, (succession = this.follow(identifier, new Set())));
    return succession;
  }

  /** @param visited what led here, so that no succession goes round */
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

  /** What became of the identifier to which the hops lead; nothing where that was gone through before. */
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
    // In the order of canonical JSON, see the core's `canonicalJson`.
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

/** What leads only to where it came from ends there. */
function successionOf(ends: readonly SuccessionEnd[], status: SourceStatus): Succession {
  if (ends.length === 0) return { status, ends: ITSELF };
  if (ends.every((it) => it.isWithdrawn)) return { status: "withdrawn", ends };
  return { status: ends.length > 1 ? "split" : status, ends };
}
