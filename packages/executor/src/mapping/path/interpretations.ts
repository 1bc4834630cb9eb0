import type { Step } from "../../catalog.js";
import type { NodeAnswer } from "./node-answer.js";

/**
 * What the steps have said of identifiers so far, for the routes that come after: an interpretation, once closed, is
 * the same in every route, and nothing is asked twice.
 *
 * Batches of one route do not see each other's answers, so that what is asked does not depend on which comes first.
 */
export class Interpretations {
  private readonly byStep = new Map<string, Map<string, NodeAnswer>>();

  of(step: Step): ReadonlyMap<string, NodeAnswer> | undefined {
    return this.byStep.get(keyOf(step));
  }

  /** Keeps what a batch has learnt. Of two answers for one identifier, one that rests on no failure stands. */
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
