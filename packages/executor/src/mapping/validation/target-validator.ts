import type { Answer } from "../answer/answer.js";
import type { LiveAnswer } from "../answer/live-answer.js";
import type { InputEntry } from "../input/input-entry.js";
import type { PathExecutionManager, RoutedSlice } from "../path-execution-manager.js";
import { validationStatus } from "./validation-status.js";

export interface TargetValidatorOptions {
  readonly sourceType: string;
  /** Null if no path leads back. */
  readonly back: PathExecutionManager | null;
}

/** Answers whose targets have a validation status, and the records of mapping them back. */
export interface ValidatedAnswers {
  readonly answers: ReadonlyMap<InputEntry, Answer>;
  readonly routed: RoutedSlice | null;
}

/** Maps targets back to the source type: all distinct targets of a slice at once. */
export class TargetValidator {
  constructor(private readonly options: TargetValidatorOptions) {}

  async validate(answers: ReadonlyMap<InputEntry, Answer>, signal: AbortSignal): Promise<ValidatedAnswers> {
    const { back } = this.options;
    if (back === null) return { answers: this.judged(answers, () => "no_reverse_path"), routed: null };
    const ids = new Set([...answers.values()].flatMap(({ targets }) => targets.map((it) => it.id)));
    const routed = await back.route([...ids].map(entryOf), signal, () => undefined);
    const backOf = new Map(routed.answers.map((it) => [it.entry.sourceId, it]));
    return {
      answers: this.judged(answers, (sourceId, target) => {
        const answer: LiveAnswer | undefined = backOf.get(target.id);
        return answer?.isFinished
          ? validationStatus(sourceId, this.options.sourceType, target, answer)
          : null;
      }),
      routed,
    };
  }

  private judged(
    answers: ReadonlyMap<InputEntry, Answer>,
    judge: (
      sourceId: string,
      target: Answer["targets"][number],
    ) => Answer["targets"][number]["validationStatus"],
  ): Map<InputEntry, Answer> {
    return new Map(
      [...answers].map(([entry, { outcome, targets }]) => {
        const judged = targets.map((it) => ({ ...it, validationStatus: judge(entry.sourceId, it) }));
        const statuses = new Map(judged.map((it) => [it.id, it.validationStatus]));
        const kept = outcome.targets.map((it) => ({
          ...it,
          validationStatus: statuses.get(it.targetId) ?? null,
        }));
        const isKnown = judged.every((it) => it.validationStatus !== null);
        return [
          entry,
          {
            // An answer whose validation failed is not cached, so that it is tried again.
            outcome: {
              ...outcome,
              targets: kept,
              answerFingerprint: isKnown ? outcome.answerFingerprint : null,
            },
            targets: judged,
          },
        ];
      }),
    );
  }
}

function entryOf(identifier: string): InputEntry {
  return {
    sourceId: identifier,
    identifier,
    invalidReason: null,
    rawIds: new Set([identifier]),
    secondary: new Map(),
    occurrences: 1,
  };
}
