import { SpanStatusCode, trace, type Context, type Span, type Tracer } from "@opentelemetry/api";
import type { IdentifierOutcome } from "@waymark/trace-core";

import type { RunInstruments } from "./run-instruments.js";
import { PathExecutionTelemetry } from "./path-execution-telemetry.js";

/** The span of one session, and the spans and metrics that belong to it. */
export class SessionTelemetry {
  constructor(
    private readonly tracer: Tracer,
    private readonly instruments: RunInstruments,
    private readonly span: Span,
    private readonly context: Context,
  ) {}

  /** Starts the span of one path execution. */
  pathExecution(execution: {
    readonly id: string;
    readonly pathId: string;
    readonly batchIndex: number;
    readonly inputCount: number;
  }): PathExecutionTelemetry {
    const attributes = {
      "waymark.path_execution.id": execution.id,
      "waymark.path.id": execution.pathId,
      "waymark.batch.index": execution.batchIndex,
      "waymark.input.count": execution.inputCount,
    };
    const span = this.tracer.startSpan("waymark.path_execution", { attributes }, this.context);
    const inside = trace.setSpan(this.context, span);
    return new PathExecutionTelemetry(this.tracer, this.instruments, span, inside);
  }

  answered({ outcome, servedFrom }: IdentifierOutcome, occurrences: number): void {
    this.instruments.inputs.add(occurrences, { outcome, served_from: servedFrom });
  }

  /** @param error what ended the session early; undefined if nothing did */
  end(resultCount: number, error?: unknown): void {
    this.span.setAttribute("waymark.result.count", resultCount);
    if (error !== undefined) {
      const failure = error instanceof Error ? error : new Error("the run ended early");
      this.span.recordException(failure);
      this.span.setStatus({ code: SpanStatusCode.ERROR, message: failure.message });
    }
    this.span.end();
  }
}
