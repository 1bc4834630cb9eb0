import type { LossReason, PathStepLog, ProvenanceHop } from "@waymark/trace-core";

import type { Step } from "../../catalog.js";
import type { Route } from "../plan/route.js";
import type { PathExecutionTelemetry } from "../telemetry/path-execution-telemetry.js";
import { rootBranch, type Branch } from "./branch.js";
import { Frontier } from "./frontier.js";
import type { Interpretations } from "./interpretations.js";
import { lookUpStep, type LookUpStepOptions } from "./look-up-step.js";
import type { NodeAnswer } from "./node-answer.js";
import { stepInputType, stepOutputType } from "./step-name.js";
import { ITSELF, Successions } from "./successions.js";
import { Walk } from "./walk.js";

export interface RouteWalkOptions extends LookUpStepOptions {
  /** Maximum branches of one input that are followed at one step. */
  readonly maxBranches: number;
  readonly telemetry: PathExecutionTelemetry;
}

/**
 * Sends one batch of distinct inputs along one route, step by step: all branches of all inputs are at the same step, so
 * that an identifier needed by several of them is asked for only once.
 */
export class RouteWalk {
  /** By input, in the order of the batch. */
  readonly walks: readonly Walk[];
  /** Steps that were taken, in order. */
  readonly steps: PathStepLog[] = [];
  /** What each step has answered, for the routes after this one. */
  readonly learnt: (readonly [Step, ReadonlyMap<string, NodeAnswer>])[] = [];
  private frontier: Branch[];

  constructor(
    private readonly route: Route,
    identifiers: readonly string[],
    private readonly options: RouteWalkOptions,
  ) {
    this.walks = identifiers.map(() => new Walk());
    this.frontier = identifiers.map((identifier, origin) => rootBranch(origin, identifier));
  }

  /** @throws the signal's reason when the run is aborted */
  async run(interpretations: Interpretations): Promise<void> {
    for (const [index, step] of this.route.path.steps.entries()) {
      this.followHistory(index, step);
      if (this.frontier.length === 0) return;
      const identifiers = [...new Set(this.frontier.map((it) => it.identifier))];
      const { answers, log } = await this.options.telemetry.step(step, () =>
        lookUpStep(step, identifiers, interpretations.of(step), this.options),
      );
      this.steps.push(log);
      this.learnt.push([step, answers]);
      this.extend(index, step, answers);
    }
    for (const branch of this.frontier) this.walkOf(branch).reached.push(branch);
  }

  /** Replaces identifiers by their successors before they are looked up. */
  private followHistory(index: number, step: Step): void {
    const { curation, maxBranches } = this.options;
    const history = this.route.histories[index];
    // A branch that ends here without a history counts as having consulted the first stage: better mapped again too
    // often than too rarely.
    const stages = Math.max(1, this.route.stagesAfter[index]?.history ?? 0);
    const type = stepInputType(step);
    const targetTypes = index === 0 ? [stepOutputType(step), this.targetType] : [stepOutputType(step)];
    const successions =
      history || curation.isAnyDecided
        ? new Successions({ type, history, curation, targetTypes })
        : undefined;
    const next = new Frontier(maxBranches);
    for (const branch of this.frontier) {
      const walk = this.walkOf(branch);
      walk.stages = stages;
      const succession = successions?.of(branch.identifier);
      if (index === 0 && succession) walk.sourceStatus = succession.status;
      for (const end of succession?.ends ?? ITSELF) {
        const successor = this.succeed(branch, index, type, end.hops);
        if (successor === undefined) continue;
        if (end.isWithdrawn) {
          // Another route may start with a step for which an override exists.
          walk.isInputWithdrawn =
            index === 0 && end.hops.length === 0 && !curation.isDecided(type, branch.identifier);
          this.lose(successor, index, "withdrawn", null, history?.resource);
          continue;
        }
        if (index === 0 && this.followDecision(successor)) continue;
        walk.entered = index + 1;
        if (!next.add(successor)) this.lose(successor, index, "cut", this.cutDetail());
      }
    }
    this.frontier = next.branches;
  }

  /** A branch extended by the hops of a succession; undefined if it was lost because one of them is vetoed. */
  private succeed(
    branch: Branch,
    index: number,
    type: string,
    hops: readonly ProvenanceHop[],
  ): Branch | undefined {
    let successor = branch;
    for (const hop of hops) {
      const { identifier } = hop;
      const parent = successor;
      const veto = this.options.curation.vetoOf(type, identifier, () => this.placesOf(parent));
      if (veto) {
        this.lose(parent, index, "vetoed", veto.reason, veto.resource, { type, identifier });
        return undefined;
      }
      successor = { ...successor, identifier, parent, hop };
    }
    return successor;
  }

  /** Takes an input straight to the targets that overrides give it; false if there are none. */
  private followDecision(branch: Branch): boolean {
    const [first, second] = this.route.path.steps;
    if (!first || !second) return false;
    const { curation } = this.options;
    const hops = curation.hopsOf(stepInputType(first), this.targetType, branch.identifier);
    if (!hops) return false;
    const walk = this.walkOf(branch);
    walk.matchedAs ??= hops[0]?.matchedAs ?? null;
    for (const hop of hops) {
      const { identifier, matchedAs } = hop;
      // An identifier that it succeeded may be vetoed from mapping there.
      const { parent } = branch;
      const veto = parent && curation.vetoOf(this.targetType, identifier, () => this.placesOf(parent));
      if (veto) {
        this.lose(branch, 0, "vetoed", veto.reason, veto.resource, { type: this.targetType, identifier });
        continue;
      }
      walk.reached.push({ ...branch, identifier, parent: branch, hop, matchedAs });
    }
    return true;
  }

  private get targetType(): string {
    const last = this.route.path.steps.at(-1);
    if (!last) throw new RangeError(`Path ${this.route.path.id} has no steps`);
    return stepOutputType(last);
  }

  private extend(index: number, step: Step, answers: ReadonlyMap<string, NodeAnswer>): void {
    const isNaming = step.map.relation === "names" && step.direction === "forward";
    const outputType = stepOutputType(step);
    const isReturn = isNaming && this.hasBeenAt(outputType, index);
    const stages = this.route.stagesAfter[index]?.lookUp ?? 0;
    const next = new Frontier(this.options.maxBranches);
    for (const branch of this.frontier) {
      const walk = this.walkOf(branch);
      walk.stages = stages;
      const answer = answers.get(branch.identifier);
      if (!answer) throw new Error(`No answer for ${branch.identifier} at step ${String(index)}`);
      const { failure, isWithdrawn } = answer;
      const hops = isReturn ? this.sameEntities(branch, outputType, answer.hops) : answer.hops;
      if (failure) this.lose(branch, index, failure.reason, failure.failure.message);
      else if (hops.length === 0) {
        const others = answer.hops.length > 0 ? `Names only other identifiers of type ${outputType}` : null;
        this.lose(branch, index, isWithdrawn ? "withdrawn" : "not_found", others);
      }
      if (hops.length === 0) {
        if (index === 0 && isWithdrawn && walk.sourceStatus === "unknown") walk.sourceStatus = "withdrawn";
        continue;
      }
      walk.left = index + 1;
      if (isNaming && hops.length > 1) walk.isAmbiguous = true;
      if (index === 0) walk.matchedAs ??= hops[0]?.matchedAs ?? null;
      for (const hop of hops) {
        const veto = this.options.curation.vetoOf(outputType, hop.identifier, () => this.placesOf(branch));
        if (veto) {
          const place = { type: outputType, identifier: hop.identifier };
          this.lose(branch, index, "vetoed", veto.reason, veto.resource, place);
          continue;
        }
        const extended: Branch = {
          origin: branch.origin,
          identifier: hop.identifier,
          parent: branch,
          hop,
          matchedAs: index === 0 ? hop.matchedAs : branch.matchedAs,
          isProvisional: branch.isProvisional || failure !== null,
        };
        if (next.add(extended)) continue;
        const place = { type: outputType, identifier: hop.identifier };
        this.lose(branch, index, "cut", this.cutDetail(), step.resource.name, place);
      }
    }
    this.frontier = next.branches;
  }

  /** Whether the route has passed through a type already, as only a route from a secondary type can. */
  private hasBeenAt(type: string, index: number): boolean {
    return this.route.path.steps.slice(0, index).some((it) => stepInputType(it) === type);
  }

  /** The hops that lead back to an entity the branch has passed through: other entities may share a label with it. */
  private sameEntities(
    branch: Branch,
    type: string,
    hops: readonly ProvenanceHop[],
  ): readonly ProvenanceHop[] {
    const places = [...this.placesOf(branch)].filter((it) => it.type === type);
    return hops.filter((hop) => places.some((it) => it.identifier === hop.identifier));
  }

  /** The identifiers that a branch has passed through, the latest first. */
  private *placesOf(branch: Branch): Generator<{ readonly type: string; readonly identifier: string }> {
    const [first] = this.route.path.steps;
    for (let at: Branch | null = branch; at; at = at.parent) {
      if (at.hop) yield at.hop;
      else if (first) yield { type: stepInputType(first), identifier: at.identifier };
    }
  }

  private lose(
    branch: Branch,
    index: number,
    reason: LossReason,
    detail: string | null,
    resource?: string,
    place?: { readonly type: string; readonly identifier: string },
  ): void {
    const step = this.route.path.steps[index];
    if (!step) throw new RangeError(`Path ${this.route.path.id} has no step ${String(index)}`);
    const walk = this.walkOf(branch);
    walk.entered = index + 1;
    walk.lose({
      detail,
      identifier: place?.identifier ?? branch.identifier,
      pathId: this.route.path.id,
      reason,
      resource: resource ?? step.resource.name,
      step: index,
      type: place?.type ?? stepInputType(step),
    });
  }

  private cutDetail(): string {
    return `More than ${String(this.options.maxBranches)} branches; this one was not followed`;
  }

  private walkOf(branch: Branch): Walk {
    const walk = this.walks[branch.origin];
    if (!walk) throw new RangeError(`No input ${String(branch.origin)} in this batch`);
    return walk;
  }
}
