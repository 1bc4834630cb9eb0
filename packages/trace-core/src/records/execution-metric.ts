/** One named number or string measured in a session. Immutable. */
export interface ExecutionMetric {
  /** UUIDv7, made by the writer. */
  readonly id: string;
  readonly sessionId: string;
  /** Null if it was measured for the session as a whole. */
  readonly pathExecutionId: string | null;
  /** What kind of metric it is, such as `counter`, `timing` or `session`. */
  readonly type: string;
  readonly name: string;
  /** A finite number or a string. */
  readonly value: number | string;
  /** A UCUM unit or a plain word, such as `ms` or `identifiers`; null if there is none. */
  readonly unit: string | null;
  readonly recordedAt: Date;
}
