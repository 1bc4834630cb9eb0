import type { IdentifierOutcome, Outcome } from "@waymark/trace-core";

/** Counts of inputs, duplicates included. */
export interface MappingSummary {
  readonly inputs: number;
  readonly mapped: number;
  readonly mappedToMany: number;
  readonly notFound: number;
  readonly unresolved: number;
  readonly obsolete: number;
  readonly invalid: number;
  readonly filtered: number;
  /** Answers that were served from the cache, whatever their outcome. */
  readonly fromCache: number;
  /** Of the whole run, in whole milliseconds. */
  readonly durationMs: number;
}

const FIELDS = {
  mapped: "mapped",
  mapped_to_many: "mappedToMany",
  not_found: "notFound",
  unresolved: "unresolved",
  obsolete: "obsolete",
  invalid: "invalid",
  filtered: "filtered",
} as const satisfies Record<Outcome, keyof MappingSummary>;

/** Counts answers as they come. */
export class SummaryTally {
  private readonly counts = {
    inputs: 0,
    mapped: 0,
    mappedToMany: 0,
    notFound: 0,
    unresolved: 0,
    obsolete: 0,
    invalid: 0,
    filtered: 0,
    fromCache: 0,
  };

  add({ outcome, servedFrom }: IdentifierOutcome, occurrences = 1): void {
    this.counts.inputs += occurrences;
    this.counts[FIELDS[outcome]] += occurrences;
    if (servedFrom === "cache") this.counts.fromCache += occurrences;
  }

  get inputs(): number {
    return this.counts.inputs;
  }

  /** Inputs with at least one target. */
  get withTargets(): number {
    return this.counts.mapped + this.counts.mappedToMany;
  }

  get fromCache(): number {
    return this.counts.fromCache;
  }

  summary(durationMs: number): MappingSummary {
    return { ...this.counts, durationMs: Math.round(durationMs) };
  }
}
