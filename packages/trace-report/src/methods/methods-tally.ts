import {
  compareBytes,
  matchedAsText,
  OUTCOMES,
  readMatchedAs,
  VALIDATION_STATUSES,
  type IdentifierOutcome,
} from "@waymark/trace-core";

import { BoundedMap } from "../shared/bounded-map.js";
import type { MethodsCounts } from "./methods-facts.js";

/** Maximum number of interpretations that are counted; they come from a catalog, so there are few. */
const MAX_INTERPRETATIONS = 1_000;

/** Counts the answers of one session. */
export class MethodsTally {
  /** Sessions that found the answers, including this one. */
  readonly answeredBy = new BoundedMap<string>(1_000);
  /** Resources that declared an identifier withdrawn or vetoed one. */
  readonly lossResources = new BoundedMap<string>(1_000);
  private readonly outcomes = new Map<string, number>();
  private readonly validation = new Map<string, number>();
  private readonly matchedAs = new BoundedMap<{ readonly name: string; count: number }>(MAX_INTERPRETATIONS);
  private identifiers = 0;
  private targets = 0;
  private ambiguous = 0;
  private provisional = 0;
  private replaced = 0;
  private fromCache = 0;
  private min = Number.POSITIVE_INFINITY;
  private max = Number.NEGATIVE_INFINITY;

  add(outcome: IdentifierOutcome): void {
    const { matchedAs, sourceStatus, answeredBy } = outcome;
    this.identifiers++;
    increase(this.outcomes, outcome.outcome);
    this.targets += outcome.targetCount;
    if (outcome.isAmbiguous) this.ambiguous++;
    if (outcome.isProvisional) this.provisional++;
    if (sourceStatus === "replaced" || sourceStatus === "split") this.replaced++;
    if (outcome.servedFrom === "cache") this.fromCache++;
    if (matchedAs !== null && outcome.targetCount > 0) {
      // Labels given later are the same interpretation, whenever that was.
      const name = matchedAsText({ ...readMatchedAs(matchedAs), givenOn: null }) ?? matchedAs;
      const entry = this.matchedAs.at(name, () => ({ name, count: 0 }));
      if (entry) entry.count++;
    }
    for (const { confidence, validationStatus } of outcome.targets) {
      this.min = Math.min(this.min, confidence);
      this.max = Math.max(this.max, confidence);
      if (validationStatus !== null) increase(this.validation, validationStatus);
    }
    for (const { resource, reason } of outcome.losses)
      if (reason === "withdrawn" || reason === "vetoed") this.lossResources.at(resource, () => resource);
    this.answeredBy.at(answeredBy, () => answeredBy);
  }

  counts(): MethodsCounts {
    return {
      identifiers: this.identifiers,
      outcomes: OUTCOMES.flatMap((outcome) => {
        const count = this.outcomes.get(outcome);
        return count === undefined ? [] : [{ outcome, count }];
      }),
      targets: this.targets,
      matchedAs: this.matchedAs
        .values()
        .sort((a, b) => b.count - a.count || compareBytes(a.name, b.name))
        .map(({ name, count }) => ({ name, count })),
      ambiguous: this.ambiguous,
      provisional: this.provisional,
      replaced: this.replaced,
      fromCache: this.fromCache,
      confidence: this.min <= this.max ? { min: this.min, max: this.max } : null,
      validation: VALIDATION_STATUSES.flatMap((status) => {
        const count = this.validation.get(status);
        return count === undefined ? [] : [{ status, count }];
      }),
    };
  }
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
