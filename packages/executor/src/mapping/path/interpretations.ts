import type { Step } from "../../catalog.js";
import type { NodeAnswer } from "./node-answer.js";

/**
 * The answers of the steps so far, for later routes: an interpretation, once closed, is the same in every route, and
 * nothing is asked twice.
 *
 * Batches of one route do not see each other's answers, so that what is asked does not depend on which batch is first.
 */
export class Interpretations {
  private readonly byStep = new Map<string, Map<string, NodeAnswer>>();

  of(step: Step): ReadonlyMap<string, NodeAnswer> | undefined {
    return this.byStep.get(keyOf(step));
  }

  /** Keeps what a batch has learnt. Of two answers for one identifier, one without a failure takes precedence. */
  add(step: Step, answers: Iterable<readonly [string, NodeAnswer]>): void {
    const key = keyOf(step);
    let known = this.byStep.get(key);
    if (!known) this.byStep.set(key, (known = new Map<string, NodeAnswer>()));
    for (const [identifier, answer] of answers) {
      const before = known.get(identifier);
      if (!before || (before.failure !== null && answer.failure === null)) known.set(identifier, answer);
    }
  }
}

function keyOf({ resource, map, direction }: Step): string {
  return JSON.stringify([resource.name, map.name, direction]);
}
