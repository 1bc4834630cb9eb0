import type { IdentifierOutcome, ValidationStatus } from "@waymark/trace-core";

import type { Excerpt } from "../shared/excerpt.js";

/** What the answers record about one observation of a mapping. */
export interface ObservationUse {
  readonly validationStatus: ValidationStatus | null;
  readonly servedTo: Excerpt<string>;
}

interface MutableUse {
  validationStatus: ValidationStatus | null;
  readonly servedTo: string[];
  served: number;
}

interface Pair {
  readonly newest: IdentifierOutcome[];
  readonly latestMappings: ReadonlySet<string>;
}

/**
 * Collects the answers of one identifier one after another, those of a pair of types newest first, and keeps only as
 * many as are shown.
 */
export class AnswerTally {
  private readonly pairs = new Map<string, Pair>();
  private readonly uses = new Map<string, MutableUse>();
  private count = 0;

  constructor(
    /** The mappings to show. */
    private readonly mappingIds: ReadonlySet<string>,
    private readonly maxAnswers: number,
  ) {}

  add(outcome: IdentifierOutcome): void {
    this.count++;
    const key = pairKey(outcome);
    let pair = this.pairs.get(key);
    if (!pair) {
      pair = { newest: [], latestMappings: new Set(outcome.targets.map((it) => it.mappingId)) };
      this.pairs.set(key, pair);
    }
    if (pair.newest.length < this.maxAnswers) pair.newest.push(outcome);
    for (const { mappingId, validationStatus } of outcome.targets) {
      if (this.mappingIds.has(mappingId)) this.note(outcome, mappingId, validationStatus);
    }
  }

  /** Grouped by pair of types, the most recently answered pair first; newest first within each pair. */
  answers(isComplete: boolean): Excerpt<IdentifierOutcome> {
    const items = [...this.pairs.values()]
      .map((it) => it.newest)
      .sort((a, b) => newerFirst(a[0]?.sessionId ?? "", b[0]?.sessionId ?? ""))
      .flat();
    return {
      items,
      total: isComplete ? this.count : null,
      truncated: !isComplete || this.count > items.length,
    };
  }

  /** Null if there is no answer for the mapping's pair of types. */
  isInLatestAnswer(mapping: {
    readonly id: string;
    readonly sourceType: string;
    readonly targetType: string;
  }): boolean | null {
    return this.pairs.get(pairKey(mapping))?.latestMappings.has(mapping.id) ?? null;
  }

  useOf(mappingId: string, sessionId: string, isComplete: boolean): ObservationUse {
    const use = this.uses.get(useKey(mappingId, sessionId));
    const servedTo = use?.servedTo ?? [];
    const served = use?.served ?? 0;
    return {
      validationStatus: use?.validationStatus ?? null,
      servedTo: {
        items: servedTo,
        total: isComplete ? served : null,
        truncated: !isComplete || served > servedTo.length,
      },
    };
  }

  private note(outcome: IdentifierOutcome, mappingId: string, status: ValidationStatus | null): void {
    const key = useKey(mappingId, outcome.answeredBy);
    let use = this.uses.get(key);
    if (!use) this.uses.set(key, (use = { validationStatus: null, servedTo: [], served: 0 }));
    use.validationStatus = status ?? use.validationStatus;
    if (outcome.servedFrom === "live") return;
    use.served++;
    if (use.servedTo.length < this.maxAnswers) use.servedTo.push(outcome.sessionId);
  }
}

function newerFirst(a: string, b: string): number {
  return a < b ? 1 : a > b ? -1 : 0;
}

/** Keys cannot collide, since no type contains NUL. */
function pairKey(it: { readonly sourceType: string; readonly targetType: string }): string {
  return `${it.sourceType}\0${it.targetType}`;
}

function useKey(mappingId: string, sessionId: string): string {
  return `${mappingId}\0${sessionId}`;
}
