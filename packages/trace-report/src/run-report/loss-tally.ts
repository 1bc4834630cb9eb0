import { compareBytes, type IdentifierOutcome } from "@waymark/trace-core";

import type { Excerpt } from "../shared/excerpt.js";
import { BoundedMap } from "../shared/bounded-map.js";
import type { LossPlace } from "./run-report-parts.js";

/** Counts ended branches by place and reason. */
export class LossTally {
  /** Identifiers that lost more branches than an outcome keeps. */
  cutOutcomes = 0;
  private readonly places = new BoundedMap<{ -readonly [Key in keyof LossPlace]: LossPlace[Key] }>();

  add({ losses, lossCount }: IdentifierOutcome): void {
    if (lossCount > losses.length) this.cutOutcomes++;
    const seen = new Set<string>();
    for (const { pathId, step, resource, type, reason } of losses) {
      const key = JSON.stringify([pathId, step, resource, type, reason]);
      const place = this.places.at(key, () => ({
        pathId,
        step,
        resource,
        type,
        reason,
        branches: 0,
        identifiers: 0,
      }));
      if (place === undefined) continue;
      place.branches++;
      if (!seen.has(key)) place.identifiers++;
      seen.add(key);
    }
  }

  list(limit: number): Excerpt<LossPlace> {
    return this.places.top(
      limit,
      (a, b) =>
        b.branches - a.branches ||
        compareBytes(a.pathId, b.pathId) ||
        a.step - b.step ||
        compareBytes(a.resource, b.resource) ||
        compareBytes(a.reason, b.reason),
      (it) => ({ ...it }),
    );
  }
}
