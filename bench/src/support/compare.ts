import { Bench } from "tinybench";

import type { BenchContext, Round } from "./benchmark.js";

/** One side, prepared for one measurement. */
export interface Measurement {
  /** The timed part. Resolves to the number of units of work done. */
  run(): Promise<number>;
  dispose?(): Promise<void>;
}

/** Prepares one measurement of a side; not timed. */
export type Side = () => Promise<Measurement>;

export interface Comparison {
  readonly ours: Side;
  readonly reference: Side;
  /** Whether the reference is measured first in every round, instead of every other one. Default false. */
  readonly isReferenceFirst?: boolean;
}

/** Measures both sides in turn, round by round, after a warm-up that does not count; values are units per second. */
export async function compare(context: BenchContext, comparison: Comparison): Promise<Round[]> {
  const { ours, reference, isReferenceFirst = false } = comparison;
  const rounds: Round[] = [];
  for (let number = 0; number <= context.rounds; number++) {
    const isOursFirst = !isReferenceFirst && number % 2 === 1;
    const first = await rate(isOursFirst ? ours : reference);
    const second = await rate(isOursFirst ? reference : ours);
    const round = isOursFirst ? roundOf(first, second) : roundOf(second, first);
    context.tell(
      `${number === 0 ? "warm-up" : `round ${number} of ${context.rounds}`}: ` +
        `${round.ours.toFixed(1)} against ${round.reference.toFixed(1)}, ratio ${round.ratio.toFixed(3)}`,
    );
    if (number > 0) rounds.push(round);
  }
  return rounds;
}

/** Units per second in one measurement. */
async function rate(side: Side): Promise<number> {
  const measurement = await side();
  try {
    let done = 0;
    const bench = new Bench({ iterations: 1, time: 0, warmup: false, throws: true });
    bench.add("measurement", async () => void (done = await measurement.run()), { async: true });
    // Garbage of the other side must not be collected during this measurement.
    globalThis.gc?.();
    const [task] = await bench.run();
    if (task?.result.state !== "completed") throw new Error("a measurement did not complete");
    return (done * 1000) / task.result.totalTime;
  } finally {
    await measurement.dispose?.();
  }
}

function roundOf(ours: number, reference: number): Round {
  return { ours, reference, ratio: ours / reference };
}
