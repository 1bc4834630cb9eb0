import { metrics } from "@opentelemetry/api";

import type { LoggerCounters } from "./group-commit-options.js";

/** The instruments of OpenTelemetry; they do nothing unless an SDK was set up before the logger was created. */
function newInstruments() {
  const meter = metrics.getMeter("@waymark/trace-core");
  return {
    queued: meter.createUpDownCounter("waymark.logger.queued", {
      description: "Calls waiting for their transaction to begin",
    }),
    calls: meter.createCounter("waymark.logger.calls", {
      description: "Calls that wrote records, by result: committed or rejected",
    }),
    transactions: meter.createCounter("waymark.logger.transactions", {
      description: "Transactions begun",
    }),
    groupSize: meter.createHistogram("waymark.logger.group.size", {
      description: "Calls in one transaction",
    }),
    wait: meter.createHistogram("waymark.logger.wait", {
      description: "Time for which a call waited for its transaction to begin",
      unit: "ms",
    }),
  };
}

/** The size of a call, and when it was queued. */
interface Load {
  readonly records: number;
  readonly bytes: number;
  /** By the monotonic clock, in ms. */
  readonly queuedAt: number;
}

/** Counts what a logger does, for its `counters` and for OpenTelemetry. */
export class LoggerCounts {
  private readonly instruments = newInstruments();
  private readonly counts = {
    pendingRecords: 0,
    pendingBytes: 0,
    committed: 0,
    rejected: 0,
    transactions: 0,
    divided: 0,
    largestGroup: 0,
    waitedMs: 0,
  };

  get snapshot(): Omit<LoggerCounters, "queued" | "inFlight" | "retried"> {
    return { ...this.counts };
  }

  queued({ records, bytes }: Load): void {
    this.counts.pendingRecords += records;
    this.counts.pendingBytes += bytes;
    this.instruments.queued.add(1);
  }

  began(group: readonly Load[]): void {
    const now = performance.now();
    for (const { queuedAt } of group) {
      this.counts.waitedMs += now - queuedAt;
      this.instruments.wait.record(now - queuedAt);
    }
    this.instruments.queued.add(-group.length);
    this.instruments.groupSize.record(group.length);
    this.counts.largestGroup = Math.max(this.counts.largestGroup, group.length);
  }

  wrote(): void {
    this.counts.transactions += 1;
    this.instruments.transactions.add(1);
  }

  divided(): void {
    this.counts.divided += 1;
  }

  settled({ records, bytes }: Load, outcome: "committed" | "rejected"): void {
    this.counts.pendingRecords -= records;
    this.counts.pendingBytes -= bytes;
    this.counts[outcome] += 1;
    this.instruments.calls.add(1, { outcome });
  }
}
