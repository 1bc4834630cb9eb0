import { context, SpanStatusCode, trace, type Context, type Span, type Tracer } from "@opentelemetry/api";
import type { MappingPathExecutionLog, PathStepLog } from "@waymark/trace-core";

import type { Step } from "../../catalog.js";
import { stepName } from "../path/step-name.js";
import type { RunInstruments } from "./run-instruments.js";

/** The span of one path execution, with one for each of its steps. */
export class PathExecutionTelemetry {
  constructor(
    private readonly tracer: Tracer,
    private readonly instruments: RunInstruments,
    private readonly span: Span,
    private readonly context: Context,
  ) {}

  /** Runs the work of a step inside its span, so that the resource's own spans become its children. */
  async step<T extends { readonly log: PathStepLog }>(
    { resource, map, direction }: Step,
    work: () => Promise<T>,
  ): Promise<T> {
    const name = stepName({ resource, map, direction });
    const attributes = {
      "waymark.step": name,
      "waymark.resource": resource.name,
      ...(resource.release !== null && { "waymark.resource.release": resource.release }),
    };
    const span = this.tracer.startSpan("waymark.step", { attributes }, this.context);
    try {
      const done = await context.with(trace.setSpan(this.context, span), work);
      this.note(span, done.log);
      return done;
    } finally {
      span.end();
    }
  }

  end({ status, matchedCount, error }: MappingPathExecutionLog): void {
    this.span.setAttributes({ "waymark.status": status, "waymark.matched.count": matchedCount });
    if (error !== null) this.span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
    this.span.end();
  }

  private note(span: Span, log: PathStepLog): void {
    const { resource, inputCount, outputCount, attempts, durationMs, error } = log;
    span.setAttributes({
      "waymark.input.count": inputCount,
      "waymark.output.count": outputCount,
      "waymark.attempts": attempts,
    });
    this.instruments.stepDuration.record(durationMs, { resource });
    if (error === null) return;
    this.instruments.stepFailures.add(1, { resource, code: error.code });
    span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
  }
}
