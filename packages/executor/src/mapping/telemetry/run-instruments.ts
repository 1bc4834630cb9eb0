import { metrics } from "@opentelemetry/api";

import { EXECUTOR_VERSION } from "../../executor-version.js";

/** What is measured of all runs of an executor. */
export type RunInstruments = ReturnType<typeof newRunInstruments>;

export function newRunInstruments() {
  const meter = metrics.getMeter("@waymark/executor", EXECUTOR_VERSION);
  return {
    inputs: meter.createCounter("waymark.mapping.inputs", {
      description: "Inputs that were answered, by outcome and by where the answer came from",
      unit: "{identifier}",
    }),
    stepDuration: meter.createHistogram("waymark.step.duration", {
      description: "Time that one batch took at one step, by resource",
      unit: "ms",
    }),
    stepFailures: meter.createCounter("waymark.step.failures", {
      description: "Batches of which a resource could not answer all",
      unit: "{batch}",
    }),
  };
}
