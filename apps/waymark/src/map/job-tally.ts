import type { AnsweredRow } from "../result/answered-row.js";
import type { ManyTargets } from "./many-targets-error.js";

const KEPT = 5;
const TARGETS_KEPT = 3;

/** Collects facts about all answers that are worth reporting. */
export class JobTally {
  rows = 0;
  /** Identifiers with several targets, counted once for each target type. */
  manyCount = 0;
  /** The first of these identifiers. */
  readonly firstMany: ManyTargets[] = [];
  /** Number of answers without a target in the output. */
  unmappedCount = 0;
  private renamed: string | null = null;
  private ambiguous: string | null = null;
  private unmapped: string | null = null;
  private first: string | null = null;

  add({ row, answers }: AnsweredRow): void {
    this.rows += 1;
    for (const { targetType, result, targets, currentLabel } of answers) {
      const { identifier, outcome } = result;
      if (targets.length === 0) this.unmappedCount += 1;
      if (result.targets.length > 1) {
        this.manyCount += 1;
        if (this.firstMany.length < KEPT)
          this.firstMany.push({
            line: row.line,
            identifier: row.identifier,
            targetType,
            targets: result.targets.slice(0, TARGETS_KEPT).map((it) => it.id),
          });
      }
      if (identifier === null) continue;
      this.first ??= identifier;
      if (currentLabel !== null && currentLabel !== identifier) this.renamed ??= identifier;
      if (outcome.isAmbiguous) this.ambiguous ??= identifier;
      if (targets.length === 0) this.unmapped ??= identifier;
    }
  }

  /** An identifier worth explaining: preferably a renamed, then an ambiguous, then an unmapped one. */
  get worthExplaining(): string | null {
    return this.renamed ?? this.ambiguous ?? this.unmapped ?? this.first;
  }
}
