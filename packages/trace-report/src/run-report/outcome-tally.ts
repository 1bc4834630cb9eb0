import { compareBytes, OUTCOMES, SOURCE_STATUSES, type IdentifierOutcome } from "@waymark/trace-core";

import { BoundedMap } from "../shared/bounded-map.js";
import { counted } from "../shared/counted.js";
import type { IdentifierSection } from "./run-report-sections.js";

/** Counts identifiers by the fields of their outcomes. */
export class OutcomeTally {
  private identifiers = 0;
  private mapped = 0;
  private ambiguous = 0;
  private provisional = 0;
  private fromCache = 0;
  private readonly outcomes = new Map<string, number>();
  private readonly sourceStatuses = new Map<string, number>();
  private readonly matchedAs = new BoundedMap<{ readonly name: string; count: number }>();
  private readonly sessions = new BoundedMap<{ readonly sessionId: string; answers: number }>();

  add(outcome: IdentifierOutcome): void {
    const { matchedAs, answeredBy } = outcome;
    this.identifiers++;
    if (outcome.targetCount > 0) this.mapped++;
    if (outcome.isAmbiguous) this.ambiguous++;
    if (outcome.isProvisional) this.provisional++;
    increment(this.outcomes, outcome.outcome);
    increment(this.sourceStatuses, outcome.sourceStatus);
    if (matchedAs !== null) {
      const entry = this.matchedAs.at(matchedAs, () => ({ name: matchedAs, count: 0 }));
      if (entry) entry.count++;
    }
    if (outcome.servedFrom === "cache") {
      this.fromCache++;
      const entry = this.sessions.at(answeredBy, () => ({ sessionId: answeredBy, answers: 0 }));
      if (entry) entry.answers++;
    }
  }

  get count(): number {
    return this.identifiers;
  }

  section(limit: number): IdentifierSection {
    const { identifiers } = this;
    return {
      identifiers,
      outcomes: OUTCOMES.map((outcome) => ({
        outcome,
        ...counted(this.outcomes.get(outcome) ?? 0, identifiers),
      })),
      mapped: counted(this.mapped, identifiers),
      ambiguous: counted(this.ambiguous, identifiers),
      provisional: counted(this.provisional, identifiers),
      cache: {
        served: counted(this.fromCache, identifiers),
        sessions: this.sessions.top(
          limit,
          (a, b) => b.answers - a.answers || compareBytes(a.sessionId, b.sessionId),
          (it) => ({ ...it }),
        ),
      },
      matchedAs: this.matchedAs.top(
        limit,
        (a, b) => b.count - a.count || compareBytes(a.name, b.name),
        ({ name, count }) => ({ name, ...counted(count, identifiers) }),
      ),
      sourceStatuses: SOURCE_STATUSES.map((sourceStatus) => ({
        sourceStatus,
        ...counted(this.sourceStatuses.get(sourceStatus) ?? 0, identifiers),
      })),
    };
  }
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
