/** One named number or string measured in a session. Immutable. */
export interface ExecutionMetric {
  /** UUIDv7, made by the writer. */
  readonly id: string;
  readonly sessionId: string;
  /** Null when it was measured for the session as a whole. */
  readonly pathExecutionId: string | null;
  /** What kind of metric it is, such as `counter`, `timing` or `session`. */
  readonly type: string;
  readonly name: string;
  /** A finite number or a string. */
  readonly value: number | string;
  /** UCUM or plain word, such as `ms` or `identifiers`; null when it has none. */
  readonly unit: string | null;
  readonly recordedAt: Date;
}
