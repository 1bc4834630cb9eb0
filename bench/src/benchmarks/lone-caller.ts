import type { Benchmark } from "../support/benchmark.js";
import { compareMetricCallers } from "../support/metric-callers.js";

export const loneCaller: Benchmark = {
  name: "lone-caller",
  measure: "one awaited logExecutionMetric after another, compared with a bare BEGIN, INSERT, COMMIT",
  unit: "calls/s",
  target: 0.85,
  rounds: 21,
  run: async (context) => ({
    rounds: await compareMetricCallers(context, { callers: 1, calls: context.scaled(300, 30) }),
  }),
};
