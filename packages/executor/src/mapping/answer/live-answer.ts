import {
  MAX_OUTCOME_LOSSES,
  type OutcomeLoss,
  type ProvenanceHop,
  type SourceStatus,
} from "@waymark/trace-core";

import type { PathReach } from "../result/hop-coverage.js";
import type { InputEntry } from "../input/input-entry.js";
import type { Walk } from "../path/walk.js";
import type { Route } from "../plan/route.js";
import { compareObservations, type Observation } from "./observation.js";

/** A target with its best branch of all, and the best branch of each route that reached it. */
export interface FoundTarget {
  readonly id: string;
  readonly mappingId: string;
  best: Observation;
  /** In the order of the routes. */
  readonly byRoute: Observation[];
}

/** Where an input enters the routes. */
export interface RouteStart {
  readonly identifier: string;
  /** The hop from the input to this identifier; null if it is the input itself. */
  readonly prefix: ProvenanceHop | null;
}

/** What the routes tried so far have found for one input. */
export class LiveAnswer {
  /** By target id, including those below `minConfidence`. */
  readonly targets = new Map<string, FoundTarget>();
  /** At most 100; `lossCount` counts them all. */
  readonly losses: OutcomeLoss[] = [];
  lossCount = 0;
  /** By route: how many of its stages were consulted, see `Route.stages`. */
  readonly consulted: number[] = [];
  readonly reaches: PathReach[] = [];
  hasFailed = false;
  isWithdrawn = false;
  isProvisional = false;
  isAmbiguous = false;
  matchedAs: string | null = null;
  sourceStatus: SourceStatus = "unknown";
  /** Whether at least one target reaches `minConfidence`. */
  isAnswered = false;
  /** Whether no further route is tried. */
  isClosed = false;
  /** Whether it is closed, or all routes have been tried. */
  isFinished = false;

  constructor(
    readonly entry: InputEntry,
    private readonly minConfidence: number,
    private readonly routeCount: number,
    /** The identifier that is sent through the routes. */
    readonly start: RouteStart = { identifier: entry.sourceId, prefix: null },
  ) {}

  /** Adds what another start of the same input found. */
  join(other: LiveAnswer): void {
    for (const { id, mappingId, byRoute } of other.targets.values()) {
      for (const observation of byRoute) this.reach(id, mappingId, observation);
    }
    for (const loss of other.losses) if (this.losses.length < MAX_OUTCOME_LOSSES) this.losses.push(loss);
    this.lossCount += other.lossCount;
    this.hasFailed ||= other.hasFailed;
    this.isProvisional ||= other.isProvisional;
    this.isAmbiguous ||= other.isAmbiguous;
    this.matchedAs ??= other.matchedAs;
  }

  private reach(id: string, mappingId: string, observation: Observation): void {
    const known = this.targets.get(id);
    if (known) addObservation(known, observation);
    else this.targets.set(id, { id, mappingId, best: observation, byRoute: [observation] });
    if (observation.confidence >= this.minConfidence) this.isAnswered = true;
  }

  /**
   * Adds what one more route found.
   *
   * @param reached the targets that it reached, branch by branch, in the order of `walk.reached`
   */
  add(
    route: Route,
    walk: Walk,
    reached: readonly {
      readonly targetId: string;
      readonly mappingId: string;
      readonly observation: Observation;
    }[],
  ): void {
    for (const { targetId, mappingId, observation } of reached) this.reach(targetId, mappingId, observation);
    // An earlier route failed that should have answered first.
    if (reached.length > 0 && this.hasFailed) this.isProvisional = true;
    if (walk.reached.some((it) => it.isProvisional)) this.isProvisional = true;
    for (const loss of walk.losses) if (this.losses.length < MAX_OUTCOME_LOSSES) this.losses.push(loss);
    this.lossCount += walk.lossCount;
    this.hasFailed ||= walk.hasFailed;
    this.isWithdrawn ||= walk.isWithdrawn;
    this.isAmbiguous ||= walk.isAmbiguous;
    this.matchedAs ??= walk.matchedAs;
    if (this.sourceStatus === "unknown") this.sourceStatus = walk.sourceStatus;
    this.consulted[route.index] = walk.stages;
    this.reaches.push({ pathId: route.path.id, entered: walk.entered, left: walk.left });
    // All routes start from the same type and its history: an input withdrawn for one is withdrawn for all.
    this.isClosed = this.isAnswered || walk.isInputWithdrawn;
    this.isFinished = this.isClosed || this.reaches.length === this.routeCount;
  }
}

function addObservation(target: FoundTarget, observation: Observation): void {
  const { byRoute } = target;
  const last = byRoute.at(-1);
  if (last?.route !== observation.route) byRoute.push(observation);
  else if (compareObservations(observation, last) < 0) byRoute[byRoute.length - 1] = observation;
  if (compareObservations(observation, target.best) < 0) target.best = observation;
}
