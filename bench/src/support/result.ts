import type { Benchmark, Measured, Skipped } from "./benchmark.js";
import { quartiles } from "./quartiles.js";

/** The result of one benchmark; values are medians, or null if it was skipped. */
export interface Result {
  readonly name: string;
  readonly measure: string;
  readonly unit: string;
  readonly ours: number | null;
  readonly reference: number | null;
  readonly ratio: number | null;
  /** Lower and upper quartile of the rounds' ratios. */
  readonly spread: readonly [lower: number, upper: number] | null;
  /** Null if it is only reported. */
  readonly target: number | null;
  /** Null if there is no target, or nothing was measured. */
  readonly met: boolean | null;
  readonly rounds: number;
  readonly skipped?: string;
  readonly notes?: readonly string[];
  readonly series?: Measured["series"];
}

export function toResult(benchmark: Benchmark, measured: Measured | Skipped): Result {
  const { name, measure, unit, target } = benchmark;
  const frame = { name, measure, unit, target };
  if ("skipped" in measured) {
    const nothing = { ours: null, reference: null, ratio: null, spread: null, met: null, rounds: 0 };
    return { ...frame, ...nothing, skipped: measured.skipped };
  }
  const { rounds, notes = [], series = [] } = measured;
  const ratio = quartiles(rounds.map((it) => it.ratio));
  return {
    ...frame,
    ours: quartiles(rounds.map((it) => it.ours)).median,
    reference: quartiles(rounds.map((it) => it.reference)).median,
    ratio: ratio.median,
    spread: [ratio.lower, ratio.upper],
    met: target === null ? null : ratio.median >= target,
    rounds: rounds.length,
    ...(notes.length > 0 && { notes }),
    ...(series.length > 0 && { series }),
  };
}
