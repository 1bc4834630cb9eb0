import type {
  EntityMappingProvenance,
  IdentifierOutcome,
  OutcomeLoss,
  OutcomeTarget,
  ProvenanceHop,
} from "@waymark/trace-core";

import type { TargetBranches } from "../shared/answered-outcomes.js";
import { isKnown, type ResourceVersion } from "../shared/resource-versions.js";
import type { CausePlace, Run } from "./change-cause.js";
import type { FramedPath, RunFrame } from "./run-frames.js";

/** A hop, and the identifier from which it leads. */
export interface Departure {
  readonly from: CausePlace;
  readonly hop: ProvenanceHop;
}

/** One run's answer for an identifier, and what the answer rests on. */
export class AnswerSide {
  private departuresByPath: Map<string, Map<string, ProvenanceHop[]>> | null = null;

  constructor(
    readonly run: Run,
    readonly outcome: IdentifierOutcome,
    readonly branches: ReadonlyMap<string, TargetBranches>,
    /** Frame of the run itself. */
    readonly frame: RunFrame,
    /** Frame of the session that found the answer live. */
    readonly origin: RunFrame,
  ) {}

  /** Undefined if the run does not know the resource. */
  version(resource: string): ResourceVersion | undefined {
    const listed = [this.frame, this.origin].flatMap((it) => it.versions.get(resource) ?? []);
    return listed.find(isKnown) ?? this.versionByHops(resource) ?? listed[0];
  }

  /** Undefined if nothing was sent along the path. */
  path(pathId: string): FramedPath | undefined {
    return this.origin.paths.get(pathId) ?? this.frame.paths.get(pathId);
  }

  get resources(): Set<string> {
    return new Set([...this.frame.versions.keys(), ...this.origin.versions.keys()]);
  }

  best(target: Pick<OutcomeTarget, "mappingId">): EntityMappingProvenance | null {
    return this.branches.get(target.mappingId)?.best ?? null;
  }

  /** Whether the identifier was sent along the path, with or without success. */
  tried(pathId: string): boolean {
    return this.departuresOn.has(pathId);
  }

  /** Whether a branch that reached a target is known to have taken this hop. */
  took(pathId: string, { from, hop }: Departure): boolean {
    const to = keyOf(hop);
    return this.departures(pathId, from).some((it) => keyOf(it) === to && it.resource === hop.resource);
  }

  /** Hops of this path that lead from `from`, in branches that reached a target. */
  departures(pathId: string, from: CausePlace): readonly ProvenanceHop[] {
    return this.departuresOn.get(pathId)?.get(keyOf(from)) ?? [];
  }

  /** Branches of this path that ended at a place. */
  lossesAt(pathId: string, place: CausePlace): OutcomeLoss[] {
    const key = keyOf(place);
    return this.outcome.losses.filter((it) => it.pathId === pathId && keyOf(it) === key);
  }

  private versionByHops(resource: string): ResourceVersion | undefined {
    for (const { kept } of this.branches.values()) {
      const hop = kept.flatMap((it) => it.hops).find((it) => it.resource === resource && it.release !== null);
      if (hop) return { release: hop.release, contentHash: null };
    }
    return undefined;
  }

  /** By path that was tried, then by place: the hops that lead from there. */
  private get departuresOn(): Map<string, Map<string, ProvenanceHop[]>> {
    if (this.departuresByPath !== null) return this.departuresByPath;
    const byPath = new Map<string, Map<string, ProvenanceHop[]>>();
    for (const { pathId } of [...this.outcome.targets, ...this.outcome.losses])
      byPath.set(pathId, new Map<string, ProvenanceHop[]>());
    for (const { pathId, hops } of [...this.branches.values()].flatMap((it) => it.kept)) {
      let byPlace = byPath.get(pathId);
      if (byPlace === undefined) byPath.set(pathId, (byPlace = new Map<string, ProvenanceHop[]>()));
      for (const { from, hop } of departuresOf(this.outcome, hops)) {
        const known = byPlace.get(keyOf(from));
        if (known === undefined) byPlace.set(keyOf(from), [hop]);
        else known.push(hop);
      }
    }
    return (this.departuresByPath = byPath);
  }
}

/** The hops of a branch, each with the identifier from which it leads, beginning with the input. */
export function departuresOf(
  { sourceType, sourceId }: Pick<IdentifierOutcome, "sourceType" | "sourceId">,
  hops: readonly ProvenanceHop[],
): Departure[] {
  let from: CausePlace = { type: sourceType, identifier: sourceId };
  return hops.map((hop) => {
    const departure = { from, hop };
    from = { type: hop.type, identifier: hop.identifier };
    return departure;
  });
}

/** Keys cannot collide, since neither types nor identifiers contain NUL. */
export function keyOf({ type, identifier }: CausePlace): string {
  return `${type}\0${identifier}`;
}
