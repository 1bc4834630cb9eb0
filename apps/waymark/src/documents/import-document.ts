/** What `waymark import --json` prints. */
export interface ImportDocument {
  /** As given on the command line. */
  readonly file: string;
  readonly lines: number;
  /** Number of sessions that the store did not have before. */
  readonly newSessions: number;
  /** Records that were read and are now in the store, including those that it already had. */
  readonly records: {
    readonly sessions: number;
    readonly pathExecutions: number;
    readonly mappings: number;
    readonly provenance: number;
    readonly outcomes: number;
    readonly metrics: number;
  };
}
