import type { LiveAnswer } from "../answer/live-answer.js";
import { isAnswerable, type InputEntry } from "../input/input-entry.js";
import type { ProgressMeter } from "../progress/progress-meter.js";
import type { EarlierAnswers } from "./earlier-answers.js";
import type { FoundAnswer } from "./found-answer.js";

/** Counts each entry of a slice once, as soon as its answer is known. */
export class SliceProgress {
  constructor(private readonly meter: ProgressMeter) {}

  /** Counts what needs no mapping: earlier answers, and inputs that nothing can answer. */
  known(entries: readonly InputEntry[], { ofSession, fromCache }: EarlierAnswers): void {
    for (const entry of entries) {
      const { sourceId, occurrences } = entry;
      // Its id may be that of an identifier, whose answer must not be taken for it.
      if (!isAnswerable(entry)) {
        this.meter.answered(occurrences, false, false);
        continue;
      }
      const answer = ofSession.get(sourceId) ?? fromCache.get(sourceId);
      if (!answer) continue;
      const { targetCount, servedFrom } = answer.outcome;
      this.meter.answered(occurrences, targetCount > 0, fromCache.has(sourceId) || servedFrom === "cache");
    }
    this.meter.tell("cache");
  }

  /** Counts identifiers that a route has answered. */
  routed(answers: readonly LiveAnswer[]): void {
    for (const { isAnswered, entry } of answers)
      if (isAnswered) this.meter.answered(entry.occurrences, true, false);
    this.meter.tell("mapping");
  }

  /** Counts what no route has answered, once its secondary identifiers were tried. */
  rest(
    found: readonly FoundAnswer[],
    { ofSession }: EarlierAnswers,
    live: ReadonlyMap<string, LiveAnswer>,
    derived: ReadonlyMap<InputEntry, LiveAnswer>,
  ): void {
    for (const { entry } of found) {
      const isUncounted =
        entry.identifier === null
          ? isAnswerable(entry) && !ofSession.has(entry.sourceId)
          : live.get(entry.sourceId)?.isAnswered === false;
      if (isUncounted) this.meter.answered(entry.occurrences, derived.get(entry)?.isAnswered === true, false);
    }
  }
}
