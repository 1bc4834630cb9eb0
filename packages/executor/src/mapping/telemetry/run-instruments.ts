import { metrics } from "@opentelemetry/api";

import { EXECUTOR_VERSION } from "../../executor-version.js";

/** The metrics of all runs of an executor. */
export type RunInstruments = ReturnType<typeof newRunInstruments>;

export function newRunInstruments() {
  const meter = metrics.getMeter("@waymark/executor", EXECUTOR_VERSION);
  return {
    inputs: meter.createCounter("waymark.mapping.inputs", {
      description: "Answered inputs, by outcome and by source of the answer",
      unit: "{identifier}",
    }),
    stepDuration: meter.createHistogram("waymark.step.duration", {
      description: "Time of one batch at one step, by resource",
      unit: "ms",
    }),
    stepFailures: meter.createCounter("waymark.step.failures", {
      description: "Batches that a resource could not answer completely",
      unit: "{batch}",
    }),
  };
}
