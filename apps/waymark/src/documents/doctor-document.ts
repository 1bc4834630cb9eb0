/** What `waymark doctor --json` prints. */
export interface DoctorDocument {
  /** URL of the store, without password. */
  readonly store: string;
  /** For example `PostgreSQL`; null if the store could not be opened. */
  readonly product: string | null;
  readonly version: string | null;
  readonly sizeBytes: number | null;
  /** Whether no check failed. */
  readonly isHealthy: boolean;
  readonly checks: readonly DoctorCheck[];
}

export interface DoctorCheck {
  readonly name: "store" | "schema" | "indexes" | "latency" | "clock" | "sessions";
  readonly status: "ok" | "warn" | "fail";
  readonly message: string;
  /** What to do; null if nothing has to be done. */
  readonly advice: string | null;
}
