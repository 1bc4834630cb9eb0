import { context, SpanKind, trace, type Context } from "@opentelemetry/api";

import { EXECUTOR_VERSION } from "../../executor-version.js";
import { newRunInstruments } from "./run-instruments.js";
import { SessionTelemetry } from "./session-telemetry.js";

/** Reports runs to OpenTelemetry. Does nothing if no SDK was set up before the executor was created. */
export class ExecutorTelemetry {
  private readonly tracer = trace.getTracer("@waymark/executor", EXECUTOR_VERSION);
  private readonly instruments = newRunInstruments();

  /**
   * Starts the span of one session.
   *
   * @param parent default: the active context
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
