import type { Benchmark } from "../support/benchmark.js";
import { compareMetricCallers } from "../support/metric-callers.js";

const CALLERS = 256;

export const groupCommit: Benchmark = {
  name: "group-commit",
  measure:
    "256 concurrent logExecutionMetric callers, compared with one BEGIN, INSERT, COMMIT per call on the same pool of 10",
  unit: "calls/s",
  target: 6,
  rounds: 9,
  run: async (context) => ({
    rounds: await compareMetricCallers(context, {
      callers: CALLERS,
      calls: context.scaled(20 * CALLERS, 4 * CALLERS),
    }),
  }),
};
