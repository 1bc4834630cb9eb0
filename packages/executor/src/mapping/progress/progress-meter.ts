import type { MappingPhase, MappingProgress } from "./mapping-progress.js";

/** Counts answered inputs, and reports the progress to the listener. */
export class ProgressMeter {
  private readonly began = performance.now();
  private done = 0;
  private mapped = 0;
  private fromCache = 0;
  private rejection: { readonly cause: unknown } | undefined;

  constructor(
    private readonly sessionId: string,
    private readonly listener: ((progress: MappingProgress) => unknown) | undefined,
    /** Null until it is known. */
    public total: number | null,
  ) {}

  get elapsedMs(): number {
    return performance.now() - this.began;
  }

  answered(occurrences: number, hasTargets: boolean, isFromCache: boolean): void {
    this.done += occurrences;
    if (hasTargets) this.mapped += occurrences;
    if (isFromCache) this.fromCache += occurrences;
  }

  /** @throws what the listener throws, or the reason with which the promise of an earlier call was rejected */
  tell(phase: MappingPhase): void {
    if (!this.listener) return;
    const { rejection } = this;
    this.rejection = undefined;
    if (rejection) throw rejection.cause;
    const { sessionId, done, total, mapped, fromCache, elapsedMs } = this;
    const perSecond = elapsedMs > 0 ? (done * 1000) / elapsedMs : 0;
    const remainingMs = total === null || done === 0 ? null : ((total - done) * elapsedMs) / done;
    const answer = this.listener({
      sessionId,
      phase,
      done,
      total,
      mapped,
      fromCache,
      elapsedMs,
      perSecond,
      remainingMs,
    });
    // The listener may be async: an unhandled rejection would end the process.
    Promise.resolve(answer).catch((cause: unknown) => {
      this.rejection = { cause };
    });
  }
}
