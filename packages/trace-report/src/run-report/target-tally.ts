import { MAPPING_DIRECTIONS, VALIDATION_STATUSES } from "@waymark/trace-core";

import type { AnsweredOutcome } from "../shared/answered-outcomes.js";
import { counted } from "../shared/counted.js";
import { CardinalityTally } from "./cardinality-tally.js";
import type { TargetSection } from "./run-report-sections.js";

const BANDS = 10;

/** Counts pairs of identifier and target by their properties. */
export class TargetTally {
  /** Targets whose provenance is not in the trace, so their direction is unknown. */
  untraced = 0;
  /** Identifiers with more targets than an outcome keeps. */
  cutOutcomes = 0;
  private targets = 0;
  private identifiers = 0;
  private readonly targetsByBand = new Array<number>(BANDS).fill(0);
  private readonly identifiersByBand = new Array<number>(BANDS).fill(0);
  private readonly hopCounts = new Map<number, number>();
  private readonly directions = new Map<string, number>();
  private readonly validation = new Map<string | null, number>();
  private readonly cardinalities: CardinalityTally;

  /** @param maxTargets maximum number of distinct targets that are counted exactly */
  constructor(maxTargets: number) {
    this.cardinalities = new CardinalityTally(maxTargets);
  }

  add({ outcome, branches }: AnsweredOutcome): void {
    const [first] = outcome.targets;
    if (first === undefined) return;
    this.identifiers++;
    if (outcome.targetCount > outcome.targets.length) this.cutOutcomes++;
    // Targets are sorted by confidence, highest first.
    increment(this.identifiersByBand, bandOf(first.confidence));
    for (const { targetId, mappingId, confidence, hopCount, validationStatus } of outcome.targets) {
      this.targets++;
      increment(this.targetsByBand, bandOf(confidence));
      count(this.hopCounts, hopCount);
      count(this.validation, validationStatus);
      const direction = branches.get(mappingId)?.best?.direction;
      if (direction === undefined) this.untraced++;
      else count(this.directions, direction);
      this.cardinalities.add(targetId, outcome.targets.length > 1);
    }
  }

  section(): TargetSection {
    const { targets, identifiers } = this;
    const traced = targets - this.untraced;
    return {
      targets,
      confidenceBands: this.targetsByBand.map((inBand, i) => ({
        from: i / BANDS,
        to: (i + 1) / BANDS,
        targets: counted(inBand, targets),
        identifiers: counted(this.identifiersByBand[i] ?? 0, identifiers),
      })),
      hopCounts: [...this.hopCounts]
        .sort(([a], [b]) => a - b)
        .map(([hopCount, it]) => ({ hopCount, ...counted(it, targets) })),
      directions: MAPPING_DIRECTIONS.map((direction) => ({
        direction,
        ...counted(this.directions.get(direction) ?? 0, traced),
      })),
      cardinalities: this.cardinalities.counts(),
      validation: [...VALIDATION_STATUSES, null]
        .filter((it) => this.validation.has(it))
        .map((validationStatus) => ({
          validationStatus,
          ...counted(this.validation.get(validationStatus) ?? 0, targets),
        })),
    };
  }
}

/**
 * The tolerance keeps rounding errors, such as those of products, from moving a confidence into the next lower band.
 */
function bandOf(confidence: number): number {
  return Math.min(BANDS - 1, Math.floor(confidence * BANDS + 1e-9));
}

function increment(counts: number[], index: number): void {
  counts[index] = (counts[index] ?? 0) + 1;
}

function count<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
