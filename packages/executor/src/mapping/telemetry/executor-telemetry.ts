import { context, metrics, SpanKind, trace, type Context } from "@opentelemetry/api";

import { EXECUTOR_VERSION } from "../executor-version.js";
import { SessionTelemetry } from "./session-telemetry.js";

const SCOPE = "@waymark/executor";

/** What is measured of all runs of an executor. */
export type RunInstruments = ReturnType<typeof newInstruments>;

function newInstruments() {
  const meter = metrics.getMeter(SCOPE, EXECUTOR_VERSION);
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

/** Tells OpenTelemetry of runs. Nothing happens where no SDK was set up before the executor was made. */
export class ExecutorTelemetry {
  private readonly tracer = trace.getTracer(SCOPE, EXECUTOR_VERSION);
  private readonly instruments = newInstruments();

  /**
   * The span of one session.
   *
   * @param parent default: what is active
   */
  session(
    sessionId: string,
    { sourceType, targetType }: { readonly sourceType: string; readonly targetType: string },
    parent: Context = context.active(),
  ): SessionTelemetry {
    const attributes = {
      "waymark.session.id": sessionId,
      "waymark.source_type": sourceType,
      "waymark.target_type": targetType,
    };
    const span = this.tracer.startSpan("waymark.session", { kind: SpanKind.INTERNAL, attributes }, parent);
    return new SessionTelemetry(this.tracer, this.instruments, span, trace.setSpan(parent, span));
  }
}
