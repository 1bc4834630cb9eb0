import { metrics } from "@opentelemetry/api";

/** Counts the repeated units of work of an adapter, for `TraceStore.retries` and for OpenTelemetry. */
export class RetryCounter {
  /** Units of work repeated so far. */
  count = 0;
  private readonly instrument = metrics
    .getMeter("@waymark/trace-core")
    .createCounter("waymark.store.retries", {
      description: "Units of work repeated after a transient error of the database",
    });

  /** @param system the value of OpenTelemetry's attribute `db.system.name`, such as `postgresql` */
  constructor(private readonly system: "postgresql" | "sqlite" | "mongodb" | (string & {})) {}

  add(): void {
    this.count += 1;
    this.instrument.add(1, { "db.system.name": this.system });
  }
}
